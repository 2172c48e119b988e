import { rmSync } from 'node:fs'
import { nodeClock, nodeFs, nodeNet, nodeRandom } from '@leat/base/node'
import { silentLogger } from '@leat/base'
import { startDataWorker } from '../data/data-worker.ts'
import { startPlatform } from '../platform/start.ts'
import { EXIT } from './options.ts'
import { readUpOptions } from './up-options.ts'

/** One start and stop on nothing, for its effect on the compile cache. Answers quietly. */
export async function run(): Promise<number> {
  const options = readUpOptions(['--ephemeral', '--ports', 'auto'])
  if (!options.ok) return EXIT.failed
  const { dir } = options.value.platform
  try {
    await Promise.all([
      import('./up.ts'),
      import('./serve.ts'),
      import('./status.ts'),
      import('./down.ts'),
      import('./env.ts'),
      import('./control.ts'),
      import('./confluent.ts'),
      import('./terraform-env.ts'),
    ])
    const ports = { fs: nodeFs(), net: nodeNet(), clock: nodeClock(), random: nodeRandom(), logger: silentLogger, data: startDataWorker() }
    const outcome = await startPlatform(options.value.platform, ports)
    // The first request over HTTP loads as much again as a start does.
    if (outcome.ok) await outcome.value.http()
    if (outcome.ok) await outcome.value.stop()
    return outcome.ok ? EXIT.done : EXIT.failed
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}
