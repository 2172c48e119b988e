import { nodeClock, nodeFs, nodeNet } from '@leat/base/node'
import type { Check } from '../doctor/check.ts'
import { failed, passed, renderCheck } from '../doctor/check.ts'
import { examineCloud, examineRegistry } from '../doctor/cloud.ts'
import { examineHome } from '../doctor/home.ts'
import { examineListeners } from '../doctor/listeners.ts'
import { examinePorts } from '../doctor/ports.ts'
import type { HomeLayout } from '../home/layout.ts'
import { readSecrets } from '../home/secrets.ts'
import { complain, EXIT, HOME_OPTIONS, homeOption, parseOptions, say } from './options.ts'
import { findRunning } from './running.ts'

export async function run(args: readonly string[]): Promise<number> {
  const values = parseOptions('doctor', args, HOME_OPTIONS)
  if (!values.ok) return complain(values.error, EXIT.usage)
  const home = homeOption(values.value)
  if (!home.ok) return complain(home.error, EXIT.usage)

  let failures = 0
  for await (const check of examine(home.value)) {
    say(renderCheck(check))
    if (!check.ok) failures++
  }
  say(failures === 0 ? 'All is well.' : `${failures} ${failures === 1 ? 'check' : 'checks'} failed.`)
  return failures === 0 ? EXIT.done : EXIT.failed
}

async function* examine(home: HomeLayout): AsyncGenerator<Check> {
  const fs = nodeFs()
  const net = nodeNet()
  let usable = true
  for (const check of examineHome(fs, home, nodeClock().now())) {
    usable &&= check.ok || check.what !== 'data directory'
    yield check
  }
  const found = usable ? await findRunning(home) : null
  const secrets = usable ? readSecrets(fs, home) : null
  if (found?.state !== 'ready' || secrets === null) {
    yield failed('Leat runs', found?.state ?? 'absent', 'start it with ./leat up')
    return yield* examinePorts(net)
  }
  yield passed('Leat runs', `process ${found.run.pid}`)
  const { caFile } = found.run
  const ca = caFile === null ? undefined : fs.readFileSync(caFile).toString()
  yield* examineListeners({ net, run: found.run, key: found.run.cloud.hasKafkaKey ? secrets.kafka : null, ca })
  yield* examineCloud(found.run, secrets, ca)
  yield* examineRegistry(found.run, secrets, ca)
  const { systemCluster: cluster, systemListeners: listeners } = found.run.cloud
  yield* examineListeners({ net, run: { ...found.run, cluster, listeners }, key: secrets.audit, ca })
}
