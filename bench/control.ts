/**
 * The cloud of Leat: its control plane, what security costs, and starts with much in the state. No other side: ratios are between Leat's own configurations.
 *
 *   ./leat bench control [--only scenario,…] [--runs N]   measures and writes bench/CONTROL.md
 *   ./leat bench control --smoke                          everything once with tiny sizes, nothing is written; ends with `N passed, N failed`
 *   ./leat bench control --profile DIR --only NAME        one trial with Leat under V8's CPU profiler, its profiles in DIR
 */
import { benchAlone } from './lib/alone.ts'
import { authorizer } from './scenarios/control/authorizer.ts'
import { cli } from './scenarios/control/cli.ts'
import { clusters } from './scenarios/control/clusters.ts'
import { http } from './scenarios/control/http.ts'
import { keys } from './scenarios/control/keys.ts'
import { objects } from './scenarios/control/objects.ts'
import { requests } from './scenarios/control/requests.ts'
import { tls } from './scenarios/control/tls.ts'

const HEAD = `# The cloud of Leat

Written by \`./leat bench control\`; do not edit. Each trial is a fresh process on fresh data, the first is dropped. Values are medians over trials, and the
number in brackets is the spread, (max - min) / median. Ratios are of configurations measured in turns within a trial. Clients and Leat share the machine.
`

await benchAlone({ scenarios: [http, requests, cli, keys, clusters, authorizer, tls, objects], results: 'CONTROL.md', head: HEAD })
