/** Schemas written straight into `_schemas`, as a registry writes them. */
import { nodeClock, nodeNet, nodeRandom } from '@leat/base/node'
import { ensureTopic, openWriter } from '@leat/client'
import { openSocketTransport } from '@leat/client/socket'
import { printRecord } from '../../packages/registry/src/records/format.ts'
import { printKey } from '../../packages/registry/src/records/keys.ts'
import { FORMATS, type FormatName, notedText, schemaText, TYPES } from './data.ts'

const RECORDS_PER_BATCH = 400
const APPEND_MS_MAX = 60_000

/** Of each of the three formats; a subject has so many versions. */
export const VERSIONS = 10

interface Entry {
  readonly subject: string
  readonly version: number
  readonly format: FormatName
  readonly schema: string
}

/** A third of each format, ten versions a subject. */
export function* usual(count: number): Generator<Entry> {
  for (let i = 0; i < count; i++) {
    const format = FORMATS[i % FORMATS.length]!
    const nth = Math.floor(i / FORMATS.length)
    const [number, version] = [Math.floor(nth / VERSIONS), (nth % VERSIONS) + 1]
    yield { subject: `${format}-${number}`, version, format, schema: schemaText(format, number, version) }
  }
}

/** One subject of the format with so many versions. */
export function* long(format: FormatName, versions: number): Generator<Entry> {
  for (let version = 1; version <= versions; version++)
    yield { subject: `long-${format}`, version, format, schema: notedText(format, version) }
}

/** @returns how many */
export async function fill(bootstrap: string, entries: Iterable<Entry>): Promise<number> {
  const [host = '', port = ''] = bootstrap.split(':')
  const [clock, random, signal] = [nodeClock(), nodeRandom(), new AbortController().signal]
  using transport = await openSocketTransport({
    bootstrap: [{ host, port: Number(port) }],
    net: nodeNet(),
    clock,
    random,
    clientId: 'bench',
    signal,
  })
  const wish = { name: '_schemas', partitions: 1, configs: { 'cleanup.policy': 'compact' } }
  await ensureTopic(transport, wish, { clock, random, signal })
  const writer = await openWriter(transport, {
    clock,
    random,
    topic: '_schemas',
    partition: 0,
    transactionalId: 'bench',
    appendMsMax: APPEND_MS_MAX,
    openMsMax: APPEND_MS_MAX,
    signal,
  })
  let id = 0
  let batch: { key: Buffer; value: Buffer; timestamp: number }[] = []
  const send = async (): Promise<void> => {
    const appended = writer.append(batch)
    if (!appended.ok) throw new Error(`_schemas did not take it: ${appended.error.kind}`)
    await appended.value.acknowledged
    batch = []
  }
  for (const { subject, version, format, schema } of entries) {
    const value = { subject, version, id: ++id, schemaType: TYPES[format], schema, deleted: false }
    const record = printRecord({ key: printKey({ keytype: 'SCHEMA', subject, version }), value })
    batch.push({ key: Buffer.from(record.key), value: Buffer.from(record.value ?? ''), timestamp: clock.now() })
    if (batch.length === RECORDS_PER_BATCH) await send()
  }
  if (batch.length > 0) await send()
  return id
}
