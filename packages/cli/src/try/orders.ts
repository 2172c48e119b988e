import { fail, ok, type Result } from '@leat/base'
import { seededRandom } from '@leat/base/sim'
import { openProducer, type Producer } from '@leat/client/producer'
import { command } from '../command.ts'
import { type Complaint, complaint, failed } from '../complaint.ts'
import type { Context } from '../context.ts'
import { CLUSTER_FLAGS } from '../flags.ts'
import { KEY_FLAGS } from '../kafka/key.ts'
import { onCluster } from '../kafka/on-cluster.ts'
import { refused } from '../kafka/refusals.ts'
import { withKafka } from '../kafka/with-kafka.ts'
import { REGISTRY_FLAGS_BESIDE, registryGivenBeside } from '../schema-registry/flags.ts'
import { text, type View } from '../view.ts'
import { orders } from './order.ts'
import { avroWriter, jsonWriter, type OrderWriter } from './order-writer.ts'
import { dueAt } from './pace.ts'

const RATE_DEFAULT = 10
/** More is a load test, for which there are better tools. */
const RATE_MAX = 10_000
const SEED_LIMIT = 1_000_000

export const tryOrders = command({
  path: 'try orders',
  summary: 'Fill a topic with believable orders, so that there is something to look at.',
  more: [
    'The topic is made if it is not there. Records have the customer as key and the order as value. Without --count it goes on until Ctrl-C.',
    'Where no API key is in use yet, one is made, stored and used.',
  ].join('\n'),
  flags: {
    topic: { type: 'text', summary: 'Topic to fill.', default: 'orders' },
    rate: { type: 'number', summary: 'Orders a second.', default: RATE_DEFAULT },
    count: { type: 'number', summary: 'How many orders.' },
    seed: { type: 'number', summary: 'The same number gives the same orders.' },
    'value-format': { type: 'text', summary: 'Format of the values; avro registers a schema.', choices: ['json', 'avro'], default: 'json' },
    ...REGISTRY_FLAGS_BESIDE,
    ...KEY_FLAGS,
    ...CLUSTER_FLAGS,
  },
  examples: [
    { does: 'Ten orders a second until Ctrl-C.', line: 'try orders' },
    { does: 'Orders with a schema, for readers that know nothing of them.', line: 'try orders --value-format avro' },
    { does: 'A thousand orders, the same ones each time.', line: 'try orders --count 1000 --rate 500 --seed 7' },
  ],
  async run(context, { flags }) {
    const { topic, rate, count, 'value-format': format } = flags
    if (rate < 1 || rate > RATE_MAX) return failed(`invalid value "${rate}" for --rate: it is a number from 1 to ${RATE_MAX}`)
    if (count !== undefined && count < 1) return failed(`invalid value "${count}" for --count: it is 1 or more`)
    const writer = format === 'avro' ? await avroWriter(context, topic, registryGivenBeside(flags)) : ok(jsonWriter)
    if (!writer.ok) return writer
    const made = await makeTopic(context, topic)
    if (!made.ok) return made
    const seed = flags.seed ?? context.random.below(SEED_LIMIT)
    // What was sent before Ctrl-C still arrives.
    return withKafka(context, { topic, given: flags, outlivesInterrupt: true }, async (transport, signal, complain) => {
      const { clock, random } = context
      const producer = await openProducer(transport, { clock, random, topic, signal })
      try {
        return await fill(context, producer, { topic, rate, count: count ?? null, seed, writer: writer.value }, complain)
      } finally {
        producer.close()
      }
    })
  },
})

async function makeTopic(context: Context, topic: string): Promise<Result<null, Complaint>> {
  const on = await onCluster(context)
  if (!on.ok) return on
  const { cluster, params } = on.value
  const created = await cluster.rest.one('createKafkaTopic', { params, body: { topic_name: topic, configs: [] } })
  if (created.ok) context.terminal.note(`Created topic "${topic}".`)
  else if (!created.error.text.includes('already exists')) return fail(refused(created.error))
  return ok(null)
}

interface Filling {
  readonly topic: string
  readonly rate: number
  readonly count: number | null
  readonly seed: number
  readonly writer: OrderWriter
}

/** Ends with the first order that is refused: the next ones would be, too. */
async function fill(
  { terminal, clock, signal }: Context,
  producer: Producer,
  { topic, rate, count, seed, writer }: Filling,
  complain: (error: unknown) => Complaint | null,
): Promise<Result<View, Complaint>> {
  terminal.note(`Producing ${rate} orders a second to topic "${topic}" (--seed ${seed}). Use Ctrl-C to stop.`)
  const ended = new AbortController()
  const until = AbortSignal.any([signal, ended.signal])
  const made = orders(seededRandom(seed))
  let arrived = 0
  let refusal: Complaint | null = null
  const told = (error: unknown): void => {
    refusal ??= complain(error) ?? complaint(error instanceof Error ? error.message : String(error))
    ended.abort()
  }
  for await (const due of dueAt({ clock, perSecond: rate, count, signal: until })) {
    for (let i = 0; i < due && !until.aborted; i++) {
      const order = made.next().value
      const { delivered } = await producer.send({ key: Buffer.from(order.customer_id), value: writer(order) })
      delivered.then(() => arrived++, told)
    }
    terminal.progress(`${arrived} orders`)
  }
  terminal.progress('')
  // Behind the ^C that the terminal shows.
  if (signal.aborted && terminal.inputIsTerminal) terminal.note('')
  await producer.flush()
  return refusal === null ? text(`Produced ${arrived === 1 ? 'an order' : `${arrived} orders`} to topic "${topic}".`) : fail(refusal)
}
