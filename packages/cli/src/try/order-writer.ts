import { ok, type Result } from '@leat/base'
import type { Complaint } from '../complaint.ts'
import type { Context } from '../context.ts'
import type { RegistryGiven } from '../schema-registry/with-registry.ts'
import type { Order } from './order.ts'

export type OrderWriter = (order: Order) => Buffer

export const jsonWriter: OrderWriter = (order) => Buffer.from(JSON.stringify(order))

/** Registers what an order is under `TOPIC-value`. */
export async function avroWriter(context: Context, topic: string, given: RegistryGiven): Promise<Result<OrderWriter, Complaint>> {
  const [{ codecOf, nodeOf, withId }, { withRegistry }, { ORDER_SCHEMA }] = await Promise.all([
    import('@leat/registry/serde'),
    import('../schema-registry/with-registry.ts'),
    import('./order-schema.ts'),
  ])
  const schema = JSON.stringify(ORDER_SCHEMA)
  const subject = `${topic}-value`
  return withRegistry(context, given, async ({ ask }) => {
    const registered = await ask.one('register', { params: { subject }, body: { schema, schemaType: 'AVRO' } })
    if (!registered.ok) return registered
    const { id } = registered.value
    context.terminal.note(`Orders are written by the schema with ID "${id}", subject "${subject}".`)
    const codec = await codecOf('AVRO', { schema, references: [], resolved: new Map() })
    if (!codec.ok) throw new Error(codec.error.message)
    return ok((order: Order) => {
      const payload = codec.value.encode(nodeOf(order))
      if (!payload.ok) throw new Error(payload.error)
      return withId(id, payload.value)
    })
  })
}
