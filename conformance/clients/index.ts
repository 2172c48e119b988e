/**
 * The foreign clients, each a program with one contract:
 *
 *   program matrix|read bootstrap=HOST:PORT prefix=NAME data=FILE [ca=FILE user=NAME password=TEXT] [topics=A,B] [data-dir=DIR]
 *
 * It prints a JSON line per scenario, {scenario, ok, detail} or {scenario, skip} for what the client does not offer. Most of them also do what they are told,
 * one step a line on stdin (`program steps`, see ../authorization-clients).
 */
import { mkdirSync, readdirSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { CACHE_DIR, CONFORMANCE_DIR, Unavailable, cached } from '../cache.ts'
import { QUICK_FLAGS, makeArchives, mavenJars } from '../kafka/index.ts'
import { ensureKcat } from '../kcat.ts'
import { run, runOrThrow, tail } from '../process.ts'

const HERE = join(CONFORMANCE_DIR, 'clients')
const FETCH_TIMEOUT_MS = 10 * 60_000

export interface Program {
  readonly command: string
  readonly args: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

export interface ForeignClient {
  /** As in `--only`. */
  readonly name: string
  /** What it is written on, for the table. */
  readonly title: string
  /** False when the writer cannot set timestamps of its own: readers do not compare them. */
  readonly setsTimestamps: boolean
  /** False for a set of tools, which has scenarios of its own and takes no part in the exchange between clients. */
  readonly isClient: boolean
  /** Fetches and builds what is missing. @throws Unavailable when something from the outside cannot be had. */
  prepare(): Promise<Program>
}

export const CLIENTS: readonly ForeignClient[] = [
  { name: 'java-4', title: 'Java client 4.3.1', setsTimestamps: true, isClient: true, prepare: () => java('4.3') },
  { name: 'java-3', title: 'Java client 3.9.1', setsTimestamps: true, isClient: true, prepare: () => java('3.9') },
  { name: 'confluent-kafka', title: 'confluent-kafka 2.15.1 (Python)', setsTimestamps: true, isClient: true, prepare: python },
  { name: 'kafkajs', title: 'kafkajs 2.2.4', setsTimestamps: true, isClient: true, prepare: () => javascript('kafkajs.ts') },
  {
    name: 'platformatic',
    title: '@platformatic/kafka 2.12.1',
    setsTimestamps: true,
    isClient: true,
    prepare: () => javascript('platformatic.ts'),
  },
  { name: 'sarama', title: 'sarama 1.61.1 (Go)', setsTimestamps: true, isClient: true, prepare: go },
  { name: 'kcat', title: 'kcat 1.7.1 (librdkafka 2.0.2)', setsTimestamps: false, isClient: true, prepare: kcat },
  { name: 'tools', title: "Kafka's own tools 4.3.1", setsTimestamps: true, isClient: false, prepare: tools },
]

async function java(version: '3.9' | '4.3'): Promise<Program> {
  const jars = await mavenJars(`java-${version}-jars`, join(HERE, `java/pom-${version}.xml`))
  const src = join(HERE, 'java/src')
  const sources = readdirSync(src).map((file) => join(src, file))
  const classes = await cached(`java-${version}-classes`, sources, async (dir) => {
    await runOrThrow('javac', ['-nowarn', '-d', dir, '-cp', join(jars, '*'), ...sources])
  })
  const flags = [...QUICK_FLAGS, '-Xmx256m', '-Dorg.slf4j.simpleLogger.defaultLogLevel=error']
  return { command: 'java', args: [...flags, '-cp', [classes, join(jars, '*')].join(delimiter), 'Main'] }
}

async function python(): Promise<Program> {
  const requirements = join(HERE, 'python/requirements.txt')
  const dir = await cached('python', [requirements], async (venv) => {
    const outcomes = [
      await run('python3', ['-m', 'venv', venv]),
      await run(join(venv, 'bin/pip'), ['install', '--quiet', '-r', requirements], { timeoutMs: FETCH_TIMEOUT_MS }),
    ]
    const failed = outcomes.find((outcome) => outcome.code !== 0)
    if (failed !== undefined) throw new Unavailable(`no virtual environment with confluent-kafka: ${tail(failed.stderr, 300)}`)
  })
  return { command: join(dir, 'bin/python'), args: [join(HERE, 'python/main.py')], env: { PYTHONDONTWRITEBYTECODE: '1' } }
}

async function javascript(program: string): Promise<Program> {
  const dir = join(HERE, 'js')
  await cached('js', [join(dir, 'package-lock.json')], async () => {
    const outcome = await run('npm', ['ci'], { cwd: dir, timeoutMs: FETCH_TIMEOUT_MS })
    if (outcome.code !== 0) throw new Unavailable(`npm could not install the JavaScript clients: ${tail(outcome.stderr, 300)}`)
  })
  return { command: process.execPath, args: ['--disable-warning=TimeoutNegativeWarning', join(dir, program)] }
}

async function go(): Promise<Program> {
  const dir = join(HERE, 'go')
  const inputs = readdirSync(dir)
    .filter((file) => /\.(go|mod|sum)$/.test(file))
    .map((file) => join(dir, file))
  const built = await cached('go', inputs, async (out) => {
    const outcome = await run('go', ['build', '-o', join(out, 'sarama'), '.'], { cwd: dir, timeoutMs: FETCH_TIMEOUT_MS })
    if (outcome.code !== 0) throw new Unavailable(`Go could not build the sarama client: ${tail(outcome.stderr, 400)}`)
  })
  return { command: join(built, 'sarama'), args: [] }
}

async function kcat(): Promise<Program> {
  await ensureKcat()
  return { command: process.execPath, args: [join(HERE, 'kcat/kcat.ts')] }
}

async function tools(): Promise<Program> {
  await makeArchives()
  return { command: process.execPath, args: [join(HERE, 'tools/tools.ts')] }
}

/** Folder for the data file of a run. */
export function runDir(): string {
  const dir = join(CACHE_DIR, 'run')
  mkdirSync(dir, { recursive: true })
  return dir
}
