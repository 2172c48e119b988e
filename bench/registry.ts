/**
 * The Schema Registry of Leat, alone on the Kafka of a Leat.
 *
 *   ./leat bench registry [--only scenario,…] [--runs N]   measures and writes bench/REGISTRY.md
 *   ./leat bench registry --smoke                          everything once with tiny sizes, nothing is written; ends with `N passed, N failed`
 *   ./leat bench registry --profile DIR --only NAME        one trial with the registry under V8's CPU profiler, its profiles in DIR
 */
import { benchAlone } from './lib/alone.ts'
import { requests } from './registry/requests.ts'
import { starts } from './registry/starts.ts'
import { transitive } from './registry/transitive.ts'

const HEAD = `# The Schema Registry of Leat

Written by \`./leat bench registry\`; do not edit. Each trial is a fresh process on fresh data, the first is dropped. Values are medians over trials, and the
number in brackets is the spread, (max - min) / median. Clients, Kafka and registry share the machine.
`

await benchAlone({ scenarios: [starts, requests, transitive], results: 'REGISTRY.md', head: HEAD })
