import { ok, type Result } from '@leat/base'
import { openProducer, type Producer, type ProducerOptions } from '@leat/client/producer'
import type { Header } from '@leat/wire/records'
import { command } from '../../command.ts'
import { type Complaint, complaint, failed } from '../../complaint.ts'
import type { Context } from '../../context.ts'
import { CLUSTER_FLAGS } from '../../flags.ts'
import { nothing, type View } from '../../view.ts'
import { BROKER_FLAGS, wishedBrokers } from '../brokers.ts'
import { clientSettings, type ClientSettings, PRODUCER_SETTINGS, SETTINGS_FLAGS, timeOf } from '../client-settings.ts'
import { KEY_FLAGS } from '../key.ts'
import { withKafka } from '../with-kafka.ts'
import { PLAIN_WRITERS, type Writers } from './plain-writers.ts'
import { headersOf, recordOf } from './record-line.ts'
import { FORMAT_FLAGS, SCHEMA_FLAGS, usesSchemas } from './schema-flags.ts'
import type { WritersWished } from './writers.ts'

export const topicProduce = command({
  path: 'kafka topic produce',
  summary: 'Produce messages to a Kafka topic, one for each line that is typed or piped in.',
  more: 'Where no API key is in use yet, one is made, stored and used. Empty lines are left out.',
  args: [{ name: 'topic', summary: 'Its name.' }],
  flags: {
    'parse-key': { type: 'switch', summary: 'Parse key from the message.' },
    delimiter: { type: 'text', summary: 'The delimiter separating each key and value.', default: ':' },
    headers: { type: 'list', summary: 'Headers of each message, formatted as "key:value".' },
    ...FORMAT_FLAGS,
    ...SCHEMA_FLAGS,
    ...SETTINGS_FLAGS,
    ...BROKER_FLAGS,
    ...KEY_FLAGS,
    ...CLUSTER_FLAGS,
  },
  examples: [
    { does: 'Type messages, each with a key: "k1:first".', line: 'kafka topic produce my_topic --parse-key' },
    { does: 'Produce what is piped in, a message for each line.', line: 'kafka topic produce my_topic' },
    {
      does: 'Produce to any Kafka, without a login.',
      line: 'kafka topic produce my_topic --bootstrap localhost:9092 --protocol PLAINTEXT',
    },
    {
      does: 'Produce JSON as Avro; the schema is registered first.',
      line: 'kafka topic produce my_topic --value-format avro --schema my_topic.avsc',
    },
    { does: 'Produce with headers.', line: 'kafka topic produce my_topic --headers source:cli,version:2' },
  ],
  async run(context, { args: [topic = ''], flags }) {
    const headers = headersOf(flags.headers, flags.delimiter)
    if (!headers.ok) return failed(headers.error)
    const lines = { delimiter: flags['parse-key'] === true ? flags.delimiter : null, headers: headers.value }
    const settings = clientSettings(context.fs, PRODUCER_SETTINGS, flags)
    if (!settings.ok) return settings
    const wished = wishedBrokers(flags, settings.value)
    if (!wished.ok) return wished
    const producing = producingWith(settings.value)
    if (!producing.ok) return producing
    if (flags['key-format'] !== 'string' && flags['parse-key'] !== true)
      return failed('`--parse-key` must be set when `--key-format` is set')
    const writers = await writersFor(context, { ...flags, topic })
    if (!writers.ok) return writers
    // What was typed before Ctrl-C is still sent.
    return withKafka(
      context,
      { topic, given: flags, wished: wished.value, outlivesInterrupt: true },
      async (transport, signal, complain) => {
        const { clock, random } = context
        const producer = await openProducer(transport, { clock, random, topic, signal, ...producing.value })
        const produced = await produceLines(context, producer, { ...lines, writers: writers.value }, complain)
        producer.close()
        return produced
      },
    )
  },
})

/** Only what has a schema asks the registry. */
async function writersFor(context: Context, flags: WritersWished): Promise<Result<Writers, Complaint>> {
  if (!usesSchemas(flags) && flags.schema === undefined && flags['schema-id'] === undefined && flags['key-schema'] === undefined)
    return ok(PLAIN_WRITERS)
  const [{ withRegistry }, { registryGivenBeside }, { withLookUps }, { writersOf }] = await Promise.all([
    import('../../schema-registry/with-registry.ts'),
    import('../../schema-registry/flags.ts'),
    import('../../schema-registry/look-up.ts'),
    import('./writers.ts'),
  ])
  return withRegistry(context, registryGivenBeside({ ...flags }), ({ ask }) => withLookUps(() => writersOf(context, ask, flags)))
}

type Producing = Pick<ProducerOptions, 'lingerMs' | 'deliveryMsMax'>

function producingWith(settings: ClientSettings): Result<Producing, Complaint> {
  const acks = settings.get('acks')
  if (acks !== undefined && acks !== 'all' && acks !== '-1') return failed(`acks is "all" here, not "${acks}"`)
  const lingerMs = timeOf(settings, 'linger.ms')
  if (!lingerMs.ok) return lingerMs
  const deliveryMsMax = timeOf(settings, 'delivery.timeout.ms')
  if (!deliveryMsMax.ok) return deliveryMsMax
  return ok({
    ...(lingerMs.value === undefined ? {} : { lingerMs: lingerMs.value }),
    ...(deliveryMsMax.value === undefined ? {} : { deliveryMsMax: deliveryMsMax.value }),
  })
}

interface Lines {
  readonly delimiter: string | null
  readonly headers: readonly Header[]
  readonly writers: Writers
}

/** Each line that fails is told; all that could be sent are. */
async function produceLines(
  { terminal, signal }: Context,
  producer: Producer,
  { delimiter, headers, writers }: Lines,
  complain: (error: unknown) => Complaint | null,
): Promise<Result<View, Complaint>> {
  terminal.note('Starting Kafka Producer. Use Ctrl-C or Ctrl-D to exit.')
  let failures = 0
  let last: Complaint | null = null
  const told = (error: unknown): void => {
    failures++
    last = complain(error) ?? complaint(error instanceof Error ? error.message : String(error))
    if (terminal.inputIsTerminal) terminal.note(`Failed to produce: ${last.text}`)
  }
  let wrong: string | null = null
  let nth = 0
  for await (const line of terminal.lines(signal)) {
    if (line === '') continue
    nth++
    const record = recordOf(line, delimiter, writers)
    if (!record.ok) {
      // Who types tries again; what is piped in is wrong from here on.
      if (terminal.inputIsTerminal && writers !== PLAIN_WRITERS) {
        told(new Error(record.error))
        continue
      }
      wrong = writers === PLAIN_WRITERS ? record.error : `message ${nth}: ${record.error}`
      break
    }
    const { delivered } = await producer.send({ ...record.value, headers: [...writers.headers, ...headers] })
    const done = delivered.then(() => {}, told)
    // Who types sees what became of a line before the next.
    if (terminal.inputIsTerminal) await done
  }
  // Behind the ^C that the terminal shows.
  if (signal.aborted && terminal.inputIsTerminal) terminal.note('')
  await producer.flush()
  if (wrong !== null) return failed(wrong)
  if (failures === 0) return nothing()
  const { text, suggestions } = last ?? complaint('')
  const count = failures === 1 ? 'a message was' : `${failures} messages were`
  return failed(`${count} not produced${terminal.inputIsTerminal ? '' : `: ${text}`}`, ...suggestions)
}
