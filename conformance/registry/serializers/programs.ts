/**
 * Serializers as others have them, each a program with one contract:
 *
 *   program write|read bootstrap=HOST:PORT registry=URL prefix=NAME [ca=FILE user=NAME password=TEXT] [registry-user=KEY registry-password=TEXT] [topics=A,B]
 *
 * It prints a JSON line per scenario, {scenario, ok, detail} or {scenario, skip} for what it does not offer, and {wrote: TOPIC} for what others can read:
 * `…-WRITER-FORMAT-prefix`, `-header` and `-priced`, one record each, its value in `contracts.json`.
 */
import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { Unavailable, cached } from '../../cache.ts'
import { run, tail } from '../../process.ts'

const HERE = import.meta.dirname
const FETCH_MS_MAX = 10 * 60_000

export interface SerializerProgram {
  /** As in the names of its topics. */
  readonly name: 'js' | 'python'
  readonly title: string
  /** Fetches what is missing. @throws Unavailable when something from the outside cannot be had. */
  prepare(): Promise<readonly [command: string, ...args: string[]]>
  /** Arguments of its own. */
  args(): Promise<readonly string[]>
}

export const PROGRAMS: readonly SerializerProgram[] = [
  {
    name: 'js',
    title: '@confluentinc/schemaregistry 1.10.1',
    // kafkajs counts a time that was over in negative numbers, which Node remarks on.
    prepare: async () => [process.execPath, '--disable-warning=TimeoutNegativeWarning', join(HERE, 'js/main.ts')],
    args: async () => [`modules=${await javascript()}`],
  },
  {
    name: 'python',
    title: 'confluent-kafka 2.16.1 (Python)',
    prepare: async () => [join(await python(), 'bin/python'), '-B', join(HERE, 'python/main.py')],
    args: async () => [],
  },
]

function javascript(): Promise<string> {
  const files = ['package.json', 'package-lock.json']
  return cached(
    'registry-js',
    files.map((file) => join(HERE, 'js', file)),
    async (dir) => {
      for (const file of files) copyFileSync(join(HERE, 'js', file), join(dir, file))
      const outcome = await run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: dir, timeoutMs: FETCH_MS_MAX })
      if (outcome.code !== 0) throw new Unavailable(`npm could not install @confluentinc/schemaregistry: ${tail(outcome.stderr, 300)}`)
    },
  )
}

function python(): Promise<string> {
  const requirements = join(HERE, 'python/requirements.txt')
  return cached('registry-python', [requirements], async (venv) => {
    const outcomes = [
      await run('python3', ['-m', 'venv', venv]),
      await run(join(venv, 'bin/pip'), ['install', '--quiet', '-r', requirements], { timeoutMs: FETCH_MS_MAX }),
    ]
    const failed = outcomes.find((outcome) => outcome.code !== 0)
    if (failed !== undefined)
      throw new Unavailable(`no virtual environment with confluent-kafka's serializers: ${tail(failed.stderr, 300)}`)
  })
}
