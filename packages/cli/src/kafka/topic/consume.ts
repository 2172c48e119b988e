import { fail, type Result } from '@leat/base'
import type { CallError } from '@leat/client'
import { type Consumer, openConsumer, type Start } from '@leat/client/consumer'
import { errorMessage, errorName } from '@leat/wire'
import { command } from '../../command.ts'
import { type Complaint, failed } from '../../complaint.ts'
import type { Context } from '../../context.ts'
import { CLUSTER_FLAGS } from '../../flags.ts'
import { nothing, type View } from '../../view.ts'
import { BROKER_FLAGS, wishedBrokers } from '../brokers.ts'
import { clientSettings, CONSUMER_SETTINGS, SETTINGS_FLAGS } from '../client-settings.ts'
import { KEY_FLAGS } from '../key.ts'
import { withKafka } from '../with-kafka.ts'
import type { RecordReader } from './readers.ts'
import { lineOf, type Printing } from './record-line.ts'
import { FORMAT_FLAGS, usesSchemas } from './schema-flags.ts'

export const topicConsume = command({
  path: 'kafka topic consume',
  summary: 'Consume messages from a Kafka topic until Ctrl-C.',
  more: [
    'With --group the topic is shared with the other members of the group, and what was printed is committed for it; without, nothing is joined or committed.',
    'Where no API key is in use yet, one is made, stored and used. Headers are printed in short where there are some.',
  ].join('\n'),
  args: [{ name: 'topic', summary: 'Its name.' }],
  flags: {
    group: { type: 'text', summary: 'Consumer group ID.' },
    'from-beginning': { type: 'switch', short: 'b', summary: 'Consume from beginning of the topic.' },
    offset: { type: 'number', summary: 'The offset from the beginning to consume from.' },
    partition: { type: 'number', summary: 'The partition to consume from.' },
    'print-key': { type: 'switch', summary: 'Print key of the message.' },
    'print-offset': { type: 'switch', summary: 'Print partition number and offset of the message.' },
    'full-header': { type: 'switch', summary: 'Print complete content of message headers.' },
    delimiter: { type: 'text', summary: 'The delimiter separating each key and value; a tab when left out.' },
    timestamp: { type: 'switch', summary: 'Print message timestamp in milliseconds.' },
    ...FORMAT_FLAGS,
    ...SETTINGS_FLAGS,
    ...BROKER_FLAGS,
    ...KEY_FLAGS,
    ...CLUSTER_FLAGS,
  },
  examples: [
    { does: 'Consume from the beginning and press "Ctrl-C" to exit.', line: 'kafka topic consume my-topic --from-beginning' },
    {
      does: 'Consume from any Kafka, without a login.',
      line: 'kafka topic consume my-topic --bootstrap localhost:9092 --protocol PLAINTEXT',
    },
    { does: 'Consume what was written by schemas as JSON.', line: 'kafka topic consume my-topic --value-format avro -b' },
    { does: 'Go on where a group stopped, with keys.', line: 'kafka topic consume my-topic --group my-group --print-key' },
  ],
  async run(context, { args: [topic = ''], flags }) {
    const settings = clientSettings(context.fs, CONSUMER_SETTINGS, flags)
    if (!settings.ok) return settings
    const wished = wishedBrokers(flags, settings.value)
    if (!wished.ok) return wished
    const groupId = settings.value.get('group.id') ?? flags.group ?? null
    const start = startOf(flags.offset, flags['from-beginning'] === true, groupId !== null)
    if (!start.ok) return failed(start.error)
    if (flags.partition !== undefined && flags.partition < 0) return failed('partition value must be a non-negative integer')
    const printing = {
      keyDelimiter: flags['print-key'] === true ? (flags.delimiter ?? '\t') : null,
      timestamp: flags.timestamp === true,
      offset: flags['print-offset'] === true,
      fullHeader: flags['full-header'] === true,
    }
    const reading = { topic, partition: flags.partition ?? null, groupId, start: start.value }
    // After Ctrl-C the connections are still needed, to commit and to leave.
    const consume = (reader: RecordReader | null): Promise<Result<View, Complaint>> =>
      withKafka(context, { topic, given: flags, wished: wished.value, outlivesInterrupt: true }, async (transport) => {
        const { clock, random, signal } = context
        const onUnavailable = ({ code, detail }: CallError): void =>
          context.terminal.note(`Warning: Kafka cannot be read now, trying again: ${detail ?? errorMessage(code)}`)
        const consumer = await openConsumer(transport, { clock, random, signal, ...reading, onUnavailable })
        await printAll(context, consumer, printing, reader)
        return nothing()
      })
    return usesSchemas(flags) ? consumeBySchema(context, flags, consume) : consume(null)
  },
})

async function consumeBySchema(
  context: Context,
  flags: Parameters<typeof usesSchemas>[0],
  consume: (reader: RecordReader) => Promise<Result<View, Complaint>>,
): Promise<Result<View, Complaint>> {
  const [{ withRegistry }, { registryGivenBeside }, { withLookUps }, { recordReader }] = await Promise.all([
    import('../../schema-registry/with-registry.ts'),
    import('../../schema-registry/flags.ts'),
    import('../../schema-registry/look-up.ts'),
    import('./readers.ts'),
  ])
  return withRegistry(context, registryGivenBeside({ ...flags }), ({ ask }) =>
    withLookUps(() => consume(recordReader(context, ask, flags))),
  )
}

function startOf(offset: number | undefined, fromBeginning: boolean, hasGroup: boolean): Result<Start, string> {
  if (offset !== undefined && fromBeginning) return fail('--from-beginning and --offset exclude each other')
  if (offset !== undefined)
    return offset < 0 ? fail('offset value must be a non-negative integer') : { ok: true, value: { at: 'offset', offset } }
  return { ok: true, value: { at: fromBeginning ? 'earliest' : hasGroup ? 'committed' : 'latest' } }
}

/** Output that the reader has not taken yet; above it, consuming waits. */
const UNWRITTEN_BYTES_MAX = 64 * 1024
/** How long Ctrl-C may take to commit. */
const COMMIT_MS_MAX = 5_000

async function printAll(context: Context, consumer: Consumer, printing: Printing, reader: RecordReader | null): Promise<void> {
  const { terminal } = context
  terminal.note('Starting Kafka Consumer. Use Ctrl-C to exit.')
  try {
    let unwritten = 0
    let written: Promise<void> = Promise.resolve()
    for await (const record of consumer.records()) {
      const line = lineOf(reader === null ? record : await reader(record), printing)
      unwritten += line.length
      const writing = terminal.write(line)
      written = Promise.all([written, writing]).then(() => {})
      if (unwritten < UNWRITTEN_BYTES_MAX) continue
      await written
      unwritten = 0
    }
    await written
  } finally {
    if (context.signal.aborted) terminal.note('Stopping Consumer.')
    await commit(context, consumer)
    await consumer.close()
  }
}

/** What was printed, for the group. Not having committed is worth a word and no failure: it is read once more, that is all. */
async function commit({ terminal, clock }: Context, consumer: Consumer): Promise<void> {
  const late = new AbortController()
  using _ = clock.after(COMMIT_MS_MAX, () => late.abort(new Error(`no answer within ${COMMIT_MS_MAX / 1000} s`)))
  let said: string | null
  try {
    const committed = await consumer.commit(late.signal)
    said = committed.ok ? null : `${errorName(committed.error.code)} (${errorMessage(committed.error.code)})`
  } catch (error) {
    said = error instanceof Error ? error.message : String(error)
  }
  if (said !== null) terminal.note(`Warning: failed to commit what was consumed: ${said}`)
}
