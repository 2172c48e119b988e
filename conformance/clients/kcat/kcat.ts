/**
 * kcat (librdkafka) in the conformance run. It has no admin client: topics come by auto-creation, and what needs one is not offered.
 * It sets no timestamps, and headers per call only.
 */
import { difference, type Row } from '../../dataset.ts'
import { run, type RunOutcome } from '../../process.ts'
import { CODECS, type Codec, expect, notOffered, same, scenario, settingFrom } from '../js/report.ts'
import { FORMAT, parseMessages, type Message } from './messages.ts'
import { steps } from './steps.ts'

/** Bytes that occur in no record of the data set. */
const BETWEEN = '\u0001<end of message>\u0001'
const AFTER_KEY = '\u0001<end of key>\u0001'
const CALL_TIMEOUT_MS = 40_000
const IDEMPOTENT_RECORDS = 2000

if (process.argv[2] === 'steps') await steps()
const setting = settingFrom(process.argv)
const { rows } = setting
const ca = process.argv.find((argument) => argument.startsWith('ca='))?.slice(3)

const security =
  setting.secured === null || ca === undefined
    ? []
    : [
        'security.protocol=SASL_SSL',
        'sasl.mechanisms=PLAIN',
        `ssl.ca.location=${ca}`,
        `sasl.username=${setting.secured.user}`,
        `sasl.password=${setting.secured.password}`,
      ]

async function kcat(args: readonly string[], input?: Buffer): Promise<RunOutcome> {
  const common = ['-b', setting.bootstrap.join(','), ...security.flatMap((one) => ['-X', one])]
  return await run('kcat', [...common, ...args], {
    timeoutMs: CALL_TIMEOUT_MS,
    encoding: 'latin1',
    ...(input === undefined ? {} : { input }),
  })
}

async function kcatOrThrow(args: readonly string[], input?: Buffer): Promise<RunOutcome> {
  const outcome = await kcat(args, input)
  expect(outcome.code === 0, `kcat ${args.join(' ')} ended with ${outcome.code}: ${outcome.stderr}`)
  return outcome
}

/** One call for neighbours that kcat can express together: the same headers, and with or without nulls (-Z). */
async function write(topic: string, codec: Codec, more: readonly string[] = []): Promise<void> {
  const style = (row: Row): string =>
    JSON.stringify([row.key === null || row.value === null, row.headers.map(([name, value]) => `${name}=${String(value)}`)])
  for (let from = 0; from < rows.length;) {
    const wanted = style(rows[from]!)
    let to = from
    while (to < rows.length && style(rows[to]!) === wanted) to++
    const [hasNulls, headers] = JSON.parse(wanted) as [boolean, string[]]
    const input = Buffer.concat(
      rows.slice(from, to).flatMap((row) => [row.key ?? '', AFTER_KEY, row.value ?? '', BETWEEN].map((part) => Buffer.from(part))),
    )
    const nulls = hasNulls ? ['-Z'] : []
    await kcatOrThrow(
      [
        '-P',
        '-t',
        topic,
        '-p',
        '0',
        '-D',
        BETWEEN,
        '-K',
        AFTER_KEY,
        '-z',
        codec,
        ...nulls,
        ...headers.flatMap((one) => ['-H', one]),
        ...more,
      ],
      input,
    )
    from = to
  }
}

async function read(topic: string, more: readonly string[] = ['-o', 'beginning']): Promise<Message[]> {
  const { stdout } = await kcatOrThrow(['-C', '-t', topic, '-p', '0', '-e', '-q', '-f', FORMAT, ...more])
  return parseMessages(Buffer.from(stdout, 'latin1'))
}

async function readAndCompare(topic: string, timestamps: boolean): Promise<string> {
  const messages = await read(topic)
  same(rows.length, messages.length, 'records')
  for (const [i, row] of rows.entries()) {
    const found = difference(row, timestamps ? messages[i]! : { ...messages[i]!, timestamp: null })
    expect(found === null, `record ${i} differs in its ${found}`)
  }
  return `${rows.length} records`
}

async function ask(topic: string, time: number): Promise<number> {
  const { stdout } = await kcatOrThrow(['-Q', '-t', `${topic}:0:${time}`])
  return Number(/offset (-?\d+)/.exec(stdout)?.[1])
}

async function matrix(): Promise<void> {
  const admin = ['topics.create', 'topics.configs', 'topics.alter', 'topics.partitions', 'topics.delete', 'records.delete']
  for (const name of [...admin, 'offsets.list', 'offsets.reset', 'offsets.delete-group', 'error.too-large'])
    notOffered(name, 'kcat has no admin client')
  await scenario('topics.auto-create', async () => {
    await kcatOrThrow(['-P', '-t', setting.name('auto')], Buffer.from('1'))
    return 'produced to a new topic'
  })
  await scenario('topics.describe', async () => {
    const { stdout } = await kcatOrThrow(['-L', '-J', '-t', setting.name('auto')])
    const listing = JSON.parse(stdout) as { topics: { partitions: { leader: number }[] }[] }
    expect(
      listing.topics[0]!.partitions.every((partition) => partition.leader >= 0),
      'leader of each partition',
    )
    return `${listing.topics[0]!.partitions.length} partitions`
  })
  await scenario('error.unknown-topic', async () => {
    // A consumer of librdkafka asks for no auto-creation; a listing does.
    const { code, stderr } = await kcat(['-C', '-t', setting.name('nowhere'), '-p', '0', '-e'])
    expect(code !== 0 && stderr.includes('Unknown topic or partition'), `code ${code}: ${stderr}`)
    return 'UNKNOWN_TOPIC_OR_PARTITION'
  })
  for (const codec of CODECS) {
    await scenario(`roundtrip.${codec}`, async () => {
      await write(setting.name(`roundtrip-${codec}`), codec)
      return await readAndCompare(setting.name(`roundtrip-${codec}`), false)
    })
  }
  await scenario('producer.idempotent', async () => {
    const values = Array.from({ length: IDEMPOTENT_RECORDS }, (_, i) => String(i))
    const settings = ['enable.idempotence=true', 'batch.num.messages=20', 'linger.ms=0'].flatMap((one) => ['-X', one])
    await kcatOrThrow(['-P', '-t', setting.name('idempotent'), '-p', '0', ...settings], Buffer.from(`${values.join('\n')}\n`))
    same(
      values,
      (await read(setting.name('idempotent'))).map((message) => String(message.value)),
      'values',
    )
    return `${IDEMPOTENT_RECORDS} records in order, each once`
  })
  await scenario('list-offsets.timestamp', async () => {
    const topic = setting.name('roundtrip-none')
    const messages = await read(topic)
    const stamp = messages[rows.length >> 1]!.timestamp
    // Several records of one call share a millisecond: the first of them is the answer.
    same(
      messages.findIndex((message) => message.timestamp >= stamp),
      await ask(topic, stamp),
      'offset of a timestamp',
    )
    same(rows.length, await ask(topic, -1), 'latest')
    return 'middle, latest'
  })
  await groups()
  for (const codec of CODECS) {
    await scenario(`cross.write.${codec}`, async () => {
      await write(setting.name(`x-${codec}`), codec)
      return setting.name(`x-${codec}`)
    })
  }
}

/** A balanced consumer that takes `count` records, commits and leaves. */
async function member(group: string, topic: string, count: number, more: readonly string[] = []): Promise<Message[]> {
  const { stdout } = await kcatOrThrow([
    '-G',
    setting.name(group),
    '-c',
    String(count),
    '-q',
    '-f',
    FORMAT,
    '-X',
    'auto.offset.reset=earliest',
    ...more,
    topic,
  ])
  return parseMessages(Buffer.from(stdout, 'latin1'))
}

async function groups(): Promise<void> {
  const topic = setting.name('roundtrip-none')
  await scenario('group.members', async () => {
    // Two at once on one partition: each record reaches one of them.
    const shared = setting.name('shared')
    await kcatOrThrow(['-P', '-t', shared, '-p', '0'], Buffer.from('a\nb\nc\n'))
    const [one, two] = await Promise.all([member('g-members', shared, 3, ['-e']), member('g-members', shared, 3, ['-e'])])
    same(3, one.length + two.length, 'records of both')
    return `${one.length} and ${two.length}`
  })
  await scenario('group.resume', async () => {
    const first = await member('g-resume', topic, 10)
    const rest = await member('g-resume', topic, rows.length - 10)
    same([0, 10, rows.length - 1], [first[0]!.offset, rest[0]!.offset, rest.at(-1)!.offset], 'first of each and last')
    return '10 records, then the rest'
  })
  await scenario('group.static', async () => {
    const named = ['-X', 'group.instance.id=one']
    const first = await member('g-static', topic, 10, named)
    const rest = await member('g-static', topic, 10, named)
    same([0, 10], [first[0]!.offset, rest[0]!.offset], 'first of each')
    return 'comes back with its name'
  })
  await scenario('group.cooperative', async () => {
    const strategy = ['-X', 'partition.assignment.strategy=cooperative-sticky']
    const first = await member('g-cooperative', topic, 10, strategy)
    const rest = await member('g-cooperative', topic, 10, strategy)
    same([0, 10], [first[0]!.offset, rest[0]!.offset], 'first of each')
    return 'joins, commits, resumes'
  })
}

if (setting.mode === 'matrix') await matrix()
else for (const { topic, timestamps } of setting.topics) await scenario(`cross.read.${topic}`, () => readAndCompare(topic, timestamps))
