/** Kafka's own command-line tools in the conformance run: a JVM each, one after the other, as somebody at a shell uses them. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { type KafkaToolName, kafkaTool } from '../../kafka/index.ts'
import { tail } from '../../process.ts'
import { expect, notOffered, same, scenario as scenarioWithin, settingFrom, until } from '../js/report.ts'

const RECORDS = 2000
/** Up to six JVMs make a scenario, on a machine that does other things, too. */
const SCENARIO_MS = 150_000
const setting = settingFrom(process.argv)
const argument = (key: string): string | undefined => process.argv.find((one) => one.startsWith(`${key}=`))?.slice(key.length + 1)
const dataDir = argument('data-dir')
const scratch = mkdtempSync(join(tmpdir(), 'conformance-tools-'))
const topic = setting.name('tools')
const group = setting.name('tools-group')

/** Every tool takes the security settings of its client from a file. */
const connection = ['--bootstrap-server', setting.bootstrap.join(',')]
if (setting.secured !== null) {
  const { user, password } = setting.secured
  const jaas = `org.apache.kafka.common.security.plain.PlainLoginModule required username="${user}" password="${password}";`
  const properties = {
    'security.protocol': 'SASL_SSL',
    'sasl.mechanism': 'PLAIN',
    'ssl.truststore.type': 'PEM',
    'ssl.truststore.location': argument('ca'),
    'sasl.jaas.config': jaas,
  }
  const file = join(scratch, 'client.properties')
  writeFileSync(
    file,
    Object.entries(properties)
      .map(([key, value]) => `${key}=${value}\n`)
      .join(''),
  )
  connection.push('--command-config', file)
}

const scenario = (name: string, run: () => Promise<string>): Promise<void> => scenarioWithin(name, run, SCENARIO_MS)

/** The output of a tool that must end well. */
async function tool(name: KafkaToolName, args: readonly string[], input?: string): Promise<string> {
  const { code, stdout, stderr, timedOut } = await kafkaTool(name, [...connection, ...args], input === undefined ? {} : { input })
  expect(code === 0, `${name} ${args.join(' ')} ${timedOut ? 'took too long' : `ended with ${code}`}: ${tail(stdout + stderr, 500)}`)
  return stdout
}

async function expectIn(wanted: RegExp, output: Promise<string>): Promise<string> {
  const text = await output
  const match = wanted.exec(text)
  if (match === null) throw new Error(`no ${wanted} in: ${tail(text, 500)}`)
  return match[0].replaceAll(/\s+/g, ' ').slice(0, 80)
}

async function topicsAndConfigs(): Promise<void> {
  await scenario('tool.topics', async () => {
    await tool('topics', ['--create', '--topic', topic, '--partitions', '2', '--config', 'retention.ms=3600000'])
    await expectIn(/PartitionCount: 2.*retention\.ms=3600000/, tool('topics', ['--describe', '--topic', topic]))
    await tool('topics', ['--alter', '--topic', topic, '--partitions', '3'])
    await expectIn(/PartitionCount: 3/, tool('topics', ['--describe', '--topic', topic]))
    return 'create, describe, alter, describe'
  })
  await scenario('tool.configs', async () => {
    const entity = ['--entity-type', 'topics', '--entity-name', topic]
    await tool('configs', [...entity, '--alter', '--add-config', 'retention.ms=7200000,segment.bytes=1048576'])
    await expectIn(/retention\.ms=7200000/, tool('configs', [...entity, '--describe']))
    await tool('configs', [...entity, '--alter', '--delete-config', 'segment.bytes'])
    return await expectIn(/cleanup\.policy=delete/, tool('configs', [...entity, '--describe', '--all']))
  })
}

async function records(): Promise<void> {
  await scenario('tool.broker-api-versions', () => expectIn(/Produce\(0\): .*/, tool('broker-api-versions', [])))
  const console = setting.name('tools-console')
  await scenario('tool.console', async () => {
    await tool('topics', ['--create', '--topic', console])
    const reader = [
      '--reader-property',
      'parse.key=true',
      '--reader-property',
      'parse.headers=true',
      '--reader-property',
      'key.separator=:',
    ]
    await tool('console-producer', ['--topic', console, ...reader], 'h:1,g:2\tkey:value\nh:3\tkey2:wörter\n')
    const format = [
      '--formatter-property',
      'print.key=true',
      '--formatter-property',
      'print.headers=true',
      '--formatter-property',
      'print.offset=true',
    ]
    const printed = await tool('console-consumer', [
      '--topic',
      console,
      '--from-beginning',
      '--max-messages',
      '2',
      '--timeout-ms',
      '20000',
      ...format,
    ])
    same(['Offset:0\th:1,g:2\tkey\tvalue', 'Offset:1\th:3\tkey2\twörter'], printed.trim().split('\n'), 'lines of the console consumer')
    return 'two records with keys and headers'
  })
  await scenario('tool.producer-perf', () =>
    expectIn(
      new RegExp(`${RECORDS} records sent.*`),
      tool('producer-perf', [
        '--topic',
        topic,
        '--num-records',
        String(RECORDS),
        '--record-size',
        '100',
        '--throughput',
        '-1',
        '--command-property',
        'compression.type=lz4',
      ]),
    ),
  )
  await scenario('tool.get-offsets', async () => {
    const lines = (await tool('get-offsets', ['--topic', topic])).trim().split('\n')
    same(
      RECORDS,
      lines.reduce((sum, line) => sum + Number(line.split(':')[2]), 0),
      'sum of the end offsets',
    )
    return lines.join(' ')
  })
  await scenario('tool.consumer-perf', async () => {
    const printed = await tool('consumer-perf', ['--topic', topic, '--num-records', String(RECORDS), '--hide-header', '--timeout', '20000'])
    same(String(RECORDS), printed.trim().split('\n').at(-1)!.split(', ')[4], 'records')
    return `${RECORDS} records`
  })
  await scenario('tool.verifiable', async () => {
    const verifiable = setting.name('tools-verifiable')
    await tool('topics', ['--create', '--topic', verifiable])
    await expectIn(/"acked":500/, tool('verifiable-producer', ['--topic', verifiable, '--max-messages', '500', '--acks', '-1']))
    const printed = await tool('verifiable-consumer', ['--topic', verifiable, '--group-id', group, '--max-messages', '500', '--verbose'])
    const events = printed
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { name: string; value?: string })
    const values = events.filter((event) => event.name === 'record_data').map((event) => Number(event.value))
    same(
      Array.from({ length: 500 }, (_, i) => i),
      values,
      'values',
    )
    return '500 records acknowledged, consumed in order, committed'
  })
  await scenario('tool.delete-records', async () => {
    const file = join(scratch, 'delete.json')
    writeFileSync(file, JSON.stringify({ version: 1, partitions: [{ topic: console, partition: 0, offset: 1 }] }))
    await expectIn(/low_watermark: 1/, tool('delete-records', ['--offset-json-file', file]))
    return await expectIn(/:0:1$/m, tool('get-offsets', ['--topic', console, '--time', 'earliest']))
  })
}

async function groups(): Promise<void> {
  await scenario('tool.consumer-groups', async () => {
    await expectIn(new RegExp(group), tool('consumer-groups', ['--list']))
    await expectIn(/\s500\s+500\s+0\s/, tool('consumer-groups', ['--describe', '--group', group]))
    await expectIn(/Empty/, tool('consumer-groups', ['--describe', '--group', group, '--state']))
    const reset = ['--reset-offsets', '--group', group, '--all-topics', '--to-earliest', '--execute']
    await expectIn(/\s0\s*$/m, tool('consumer-groups', reset))
    await expectIn(/\s0\s+500\s+500\s/, tool('consumer-groups', ['--describe', '--group', group]))
    await tool('consumer-groups', ['--delete-offsets', '--group', group, '--topic', setting.name('tools-verifiable')])
    await tool('consumer-groups', ['--delete', '--group', group]).catch((error: unknown) => {
      // A group whose last offset is gone may be gone with it.
      if (!String(error).includes('GroupIdNotFound')) throw error
    })
    return 'list, describe, reset, delete offsets, delete'
  })
  await scenario('tool.log-dirs', async () => {
    const text = await tool('log-dirs', ['--describe', '--topic-list', topic])
    const described = JSON.parse(text.trim().split('\n').at(-1)!) as {
      brokers: { logDirs: { partitions: { partition: string; size: number }[] }[] }[]
    }
    const sizes = described.brokers.flatMap((broker) => broker.logDirs.flatMap((dir) => dir.partitions.map((partition) => partition.size)))
    expect(sizes.length === 3 && sizes.some((size) => size > 0), `sizes ${sizes.join(', ')}`)
    return `${sizes.length} partitions, ${sizes.reduce((sum, size) => sum + size)} bytes`
  })
}

/** Kafka's dump tool is the independent check of the files: every batch decoded, every checksum true. */
async function dumpLog(dir: string): Promise<void> {
  await scenario('tool.dump-log', async () => {
    // Kafka names a partition's folder topic-0, Leat topic id/0.
    const id = /TopicId: (\S+)/.exec(await tool('topics', ['--describe', '--topic', topic]))?.[1]
    const isOurs = (file: string): boolean => {
      const folder = dirname(file)
      return /^(.*)-\d+$/.exec(basename(folder))?.[1] === topic || basename(dirname(folder)) === id
    }
    const files = readdirSync(dir, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.log') && isOurs(file))
      .map((file) => join(dir, file))
    expect(files.length > 0, `no segments of ${topic} under ${dir}`)
    const { code, stdout, stderr } = await kafkaTool('dump-log', ['--files', files.join(','), '--deep-iteration'])
    same(0, code, `exit code with ${tail(stderr, 300)}`)
    const batches = stdout.split('\n').filter((line) => line.startsWith('baseOffset:'))
    const records = stdout.split('\n').filter((line) => line.startsWith('|'))
    expect(batches.length > 0 && batches.every((line) => line.includes('isvalid: true')), `an invalid batch in: ${tail(stdout, 400)}`)
    expect(
      batches.every((line) => line.includes('compresscodec: lz4')),
      'batches that are not lz4',
    )
    same(RECORDS, records.length, 'records')
    return `${batches.length} valid batches, ${records.length} records, ${files.length} segments`
  })
}

try {
  await topicsAndConfigs()
  await records()
  await groups()
  if (dataDir === undefined) notOffered('tool.dump-log', 'the files of this cluster are out of sight')
  else await dumpLog(dataDir)
  await scenario('tool.topics-delete', async () => {
    await tool('topics', ['--delete', '--topic', topic])
    await until(async () => !(await tool('topics', ['--list'])).split('\n').includes(topic), 'the topic to go')
    return 'gone from the list'
  })
} finally {
  rmSync(scratch, { recursive: true, force: true })
}
