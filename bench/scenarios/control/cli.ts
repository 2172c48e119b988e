import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { startCloud } from '../../../conformance/authorization-clients/cloud.ts'
import { ROOT } from '../../lib/machine.ts'
import type { Scenario } from '../../lib/scenario.ts'
import { median } from '../../lib/stats.ts'
import { dataDirOf } from './common.ts'

const LEAT = join(ROOT, 'leat')
const STARTS = 25
/** The compile cache is written by the first of a kind. */
const WARM_UPS = 3

export const cli: Scenario = {
  name: 'cli',
  title: 'The command line: how long it takes to start',
  what:
    `Whole processes from the shell's launcher to their end, compile cache warm, ${STARTS} of each in turns, the median: \`leat --help\`, \`leat environment list\` (a login that is kept, one ` +
    'request to the control plane), and a bare `node -e ""` to say what of it is Node.',
  figures: [
    { key: 'node', title: 'bare Node', unit: 'ms', better: 'less' },
    { key: 'help', title: '`leat --help`', unit: 'ms', better: 'less', settles: true, goal: { kind: 'at-most', value: 60 } },
    { key: 'list', title: '`leat environment list`', unit: 'ms', better: 'less', settles: true, goal: { kind: 'at-most', value: 150 } },
  ],
  async run(trial) {
    // Where the CLI looks for a Leat of this machine, so that it can log in by itself.
    await using _ = await startCloud(dataDirOf(trial, 'leat/default'))
    const env = { ...process.env, HOME: trial.dir, XDG_DATA_HOME: trial.dir, XDG_CONFIG_HOME: join(trial.dir, 'config') }
    const once = (command: string, args: readonly string[]): number => {
      const startedMs = performance.now()
      const { status, stderr } = spawnSync(command, args, { env, encoding: 'utf8' })
      const tookMs = performance.now() - startedMs
      if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stderr}`)
      return tookMs
    }
    once(LEAT, ['login', '--save'])
    const kinds: readonly (readonly [key: string, command: string, args: readonly string[]])[] = [
      ['node', process.execPath, ['-e', '']],
      ['help', LEAT, ['--help']],
      ['list', LEAT, ['environment', 'list']],
    ]
    const took = new Map<string, number[]>(kinds.map(([key]) => [key, []]))
    const starts = trial.smoke ? 1 : STARTS
    for (let i = -WARM_UPS; i < starts; i++) {
      for (const [key, command, args] of kinds) {
        const ms = once(command, args)
        if (i >= 0) took.get(key)!.push(ms)
      }
    }
    return new Map([...took].map(([key, all]) => [key, median(all)]))
  },
}
