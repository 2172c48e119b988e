/** kcat does what it is told: a call per step, and one that stays open for what is held. */
import { type ChildProcess, spawn } from 'node:child_process'
import { run, type RunOutcome } from '../../process.ts'
import { runSteps, type Step, type StepTable } from '../js/steps.ts'

const CALL_MS_MAX = 20_000
const HELD_MS_MAX = 10_000

/** `-X` settings of the step's login. */
interface Kcat {
  readonly common: readonly string[]
}

let held: ChildProcess | null = null

const ADMIN = ['create', 'delete', 'partitions'].map((what) => `topics.${what}`)
const NO_ADMIN = [
  ...ADMIN,
  ...['configs.describe', 'configs.alter', 'records.delete', 'groups.describe', 'groups.delete', 'offsets.list', 'offsets.alter'],
  ...['groups.list', 'offsets.delete', 'acls.list', 'acls.create', 'acls.delete', 'cluster.log-dirs', 'cluster.reassignments'],
]

const TABLE: StepTable<Kcat> = {
  produce: (kcat, step) => produceOne(kcat, step, []),
  'produce.new-topic': (kcat, step) => produceOne(kcat, step, []),
  'produce.idempotent': (kcat, step) => produceOne(kcat, step, ['-X', 'enable.idempotence=true']),
  hold: async ({ common }, { topic }) => {
    held = spawn('kcat', [...common, '-P', '-t', topic, '-X', 'linger.ms=0', '-v'], { stdio: ['pipe', 'ignore', 'pipe'] })
    held.stderr!.setEncoding('utf8')
    return await heldSays(held)
  },
  // A line is sent when it is whole: what becomes of it is told at the end of the input.
  held: async () => await heldSays(held!, true),
  consume: async ({ common }, { topic, group }) => {
    const { stdout } = await done([...common, '-G', group, '-c', '1', '-q', '-X', 'auto.offset.reset=earliest', topic])
    return `${stdout.trim().split('\n').length} records`
  },
  fetch: async ({ common }, { topic }) => {
    const { stdout } = await done([...common, '-C', '-t', topic, '-p', '0', '-o', 'beginning', '-c', '1', '-q'])
    return `${stdout.trim().split('\n').length} records`
  },
  'topics.list': async (kcat, { topic }) => ((await listing(kcat, [])).some((one) => one.topic === topic) ? 'present' : 'absent'),
  'topics.describe': async (kcat, { topic }) => {
    const [found] = await listing(kcat, ['-t', topic])
    if (found?.error !== undefined) throw new Error(found.error)
    return `${found!.partitions.length} partitions`
  },
  'offsets.latest': async ({ common }, { topic }) => {
    const { stdout } = await done([...common, '-Q', '-t', `${topic}:0:-1`])
    return `offset ${/offset (-?\d+)/.exec(stdout)?.[1]}`
  },
  throttle,
}

export async function steps(): Promise<never> {
  return await runSteps(TABLE, {
    missing: Object.fromEntries(NO_ADMIN.map((step) => [step, 'kcat has no admin client'])),
    open: ({ bootstrap, ca, user, password }) => ({
      common: [
        ...['-b', bootstrap],
        ...['security.protocol=SASL_SSL', 'sasl.mechanisms=PLAIN', `ssl.ca.location=${ca}`, `sasl.username=${user}`].flatMap((one) => [
          '-X',
          one,
        ]),
        ...['-X', `sasl.password=${password}`, '-X', 'message.timeout.ms=8000'],
      ],
    }),
    errorOf,
  })
}

async function done(args: readonly string[], input?: string | Uint8Array): Promise<RunOutcome> {
  const outcome = await run('kcat', args, { timeoutMs: CALL_MS_MAX, ...(input === undefined ? {} : { input }) })
  if (outcome.code !== 0) throw new Error(outcome.stderr)
  return outcome
}

async function produceOne({ common }: Kcat, { topic }: Step, more: readonly string[]): Promise<string> {
  await done([...common, '-P', '-t', topic, '-p', '0', ...more], '1\n')
  return 'sent'
}

interface Listed {
  readonly topic: string
  readonly error?: string
  readonly partitions: readonly unknown[]
}

async function listing({ common }: Kcat, more: readonly string[]): Promise<readonly Listed[]> {
  const { stdout } = await done([...common, '-L', '-J', ...more])
  return (JSON.parse(stdout) as { readonly topics: readonly Listed[] }).topics
}

/** Sends a line, and with `isLast` waits for what becomes of all. */
async function heldSays(child: ChildProcess, isLast = false): Promise<string> {
  let words = ''
  child.stderr!.on('data', (text: string) => (words += text))
  child.stdin!.write('1\n')
  if (isLast) {
    child.stdin!.end()
    const timer = setTimeout(() => child.kill('SIGKILL'), HELD_MS_MAX)
    const code = await new Promise<number>((resolve) => child.once('close', (exit) => resolve(exit ?? -1)))
    clearTimeout(timer)
    if (code !== 0) throw new Error(words)
  }
  return 'sent'
}

/**
 * As fast as it goes, from an input that does not end; counted is what it has taken. Between the burst and the end kcat's own queue is full, so what it takes is what the
 * cluster took.
 */
async function throttle({ common }: Kcat, step: Step): Promise<string> {
  const child = spawn('kcat', [...common, '-P', '-t', step.topic, '-p', '0', '-X', 'linger.ms=0', '-X', 'queue.buffering.max.kbytes=256'], {
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  const line = Buffer.alloc(Number(step.recordBytes), 'x')
  line[line.length - 1] = 0x0a
  let taken = 0
  const feed = (): void => {
    child.stdin.write(line, (error) => {
      if (error) return
      taken += line.length
      feed()
    })
  }
  child.stdin.on('error', () => {})
  feed()
  await after(Number(step.burstMs))
  const before = taken
  const began = performance.now()
  await after(Number(step.countedMs))
  const rate = (taken - before) / 1e3 / (performance.now() - began)
  child.kill('SIGKILL')
  return rate.toFixed(4)
}

async function after(ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms))
}

const SAYS: readonly (readonly [RegExp, string])[] = [
  [/Topic authorization failed/, 'Topic authorization failed'],
  [/Group authorization failed/, 'Group authorization failed'],
  [/Cluster authorization failed/, 'Cluster authorization failed'],
  [/Authentication failed/i, 'Authentication failed'],
  [/Unknown partition/, 'Unknown partition'],
]

function errorOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error)
  return SAYS.find(([pattern]) => pattern.test(text))?.[1] ?? text.slice(-200)
}
