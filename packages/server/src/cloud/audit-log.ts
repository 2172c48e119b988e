import type { DataPlaneEvent } from '@leat/access'
import type { Clock, Logger, Millis, Random } from '@leat/base'
import { ensureTopic, openWriter, type PartitionWriter, type Transport } from '@leat/client'
import type { AuditForm, AuditLog, AuditRecord, ControlEvent } from '@leat/control'
import type { RecordInput } from '@leat/wire/records'

export const AUDIT_TOPIC = 'confluent-audit-log-events'

type AuditEvent = ControlEvent | DataPlaneEvent

export interface AuditTopicOptions {
  readonly clock: Clock
  readonly random: Random
  readonly logger: Logger
}

/** The audit log: events are kept, bounded, until the system cluster has them. */
export interface AuditTopic extends AuditLog, AsyncDisposable {
  /** Resolves when there is room for more, or when what there is no room for was counted. */
  take(events: readonly DataPlaneEvent[]): Promise<null>
  /** Makes the topic when it is not there. What goes wrong is told when events are written. */
  prepare(transport: Transport): Promise<void>
  /** From now on events are written there, in the form that is loaded with the first one. Call it once. */
  writeTo(transport: Transport, form: () => Promise<AuditForm>): void
}

/** The cloud keeps a week. */
const SETTINGS = { 'retention.ms': String(7 * 86_400_000), 'cleanup.policy': 'delete' }
const TRANSACTIONAL_ID = 'leat-audit-log'

/** Events that wait to be written; above it they are counted and told as a gap. */
const EVENTS_WAITING_MAX = 16_384
/** Events of one batch: some 700 bytes each. */
const EVENTS_PER_BATCH_MAX = 512
/** Events wait so long for others to be written with. */
const GATHER_MS: Millis = 50
const APPEND_MS_MAX: Millis = 10_000
const RETRY_MS: Millis = 1_000
/** At a stop, the time that the last events have. */
const LAST_MS_MAX: Millis = 300

export function auditTopic({ clock, random, logger }: AuditTopicOptions): AuditTopic {
  const waiting: AuditEvent[] = []
  const stopping = new AbortController()
  let dropped = 0
  let target: { readonly transport: Transport; readonly form: () => Promise<AuditForm> } | null = null
  let writer: PartitionWriter | null = null
  let writing: Promise<void> | null = null
  let armed = false

  const pace = { clock, random, signal: stopping.signal }
  const ensure = async (to: Transport): Promise<void> => {
    await ensureTopic(to, { name: AUDIT_TOPIC, partitions: 1, configs: SETTINGS }, pace)
  }
  const open = async (to: Transport): Promise<PartitionWriter> => {
    await ensure(to)
    const name = { topic: AUDIT_TOPIC, partition: 0, transactionalId: TRANSACTIONAL_ID }
    return openWriter(to, { ...pace, ...name, appendMsMax: APPEND_MS_MAX, openMsMax: APPEND_MS_MAX })
  }
  /** Writes until nothing waits. Events that were given to a writer that failed may be there or not: they count as missing, and are not written twice. */
  const write = async ({ transport, form }: NonNullable<typeof target>): Promise<void> => {
    const formed = await form()
    while (waiting.length > 0) {
      if (writer === null || writer.fault !== null) writer = await open(transport)
      const batch = waiting.splice(0, EVENTS_PER_BATCH_MAX)
      if (dropped > 0) {
        batch.push({ kind: 'gap', atMs: clock.now(), cluster: '', dropped })
        dropped = 0
      }
      const appended = writer.append(batch.map((event) => recordOf(formed(event), event.atMs)))
      dropped += batch.length
      if (!appended.ok) continue
      await appended.value.acknowledged
      dropped -= batch.length
    }
  }
  const begin = (): Promise<void> => {
    if (target === null || waiting.length === 0) return writing ?? Promise.resolve()
    writing ??= write(target)
      .catch((fault: unknown) => {
        if (stopping.signal.aborted) return
        logger.event('warn', 'audit-not-written', { waiting: waiting.length, reason: String(fault) })
        clock.after(RETRY_MS, () => void begin())
      })
      .finally(() => (writing = null))
    return writing
  }
  const arm = (): void => {
    if (armed || target === null) return
    armed = true
    clock.after(GATHER_MS, () => {
      armed = false
      void begin()
    })
  }
  const record = (event: AuditEvent): void => {
    if (waiting.length >= EVENTS_WAITING_MAX) return void dropped++
    waiting.push(event)
    arm()
  }

  return {
    record,
    async take(events) {
      for (const event of events) record(event)
      // Whoever sends gathers meanwhile.
      if (waiting.length > EVENTS_WAITING_MAX / 2) await writing
      return null
    },
    prepare: (to) => ensure(to).catch(() => {}),
    writeTo(transport, form) {
      target = { transport, form }
      if (waiting.length > 0) arm()
    },
    async [Symbol.asyncDispose]() {
      const late = Promise.withResolvers<void>()
      using _deadline = clock.after(LAST_MS_MAX, () => late.resolve())
      await Promise.race([begin(), late.promise])
      stopping.abort()
      writer?.close()
    },
  }
}

function recordOf({ key, value, headers }: AuditRecord, timestamp: Millis): RecordInput {
  return { key, value, headers: headers.map((header) => [header.key, header.value]), timestamp }
}
