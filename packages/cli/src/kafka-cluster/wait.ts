import { ok, type Result } from '@leat/base'
import { type Complaint, failed } from '../complaint.ts'
import type { Context } from '../context.ts'
import type { AskControl } from '../session/ask.ts'
import { pause } from '../pause.ts'
import type { Cluster } from './columns.ts'

const POLL_MS = 200
const WAIT_MS_MAX = 5 * 60_000

/** Asks until a new cluster is PROVISIONED. Ctrl-C ends the waiting, not the creation. */
export async function waitUntilUp(
  context: Context,
  control: AskControl,
  created: Cluster,
  environment: string,
): Promise<Result<Cluster, Complaint>> {
  const { clock, terminal, signal } = context
  const { id } = created
  const startedMs = clock.monotonic()
  for (let cluster = created; ;) {
    if (cluster.status.phase === 'PROVISIONED') {
      terminal.progress('')
      return ok(cluster)
    }
    if (cluster.status.phase === 'FAILED') return failed(`Kafka cluster "${id}" failed: ${cluster.status.failure ?? 'no reason is given'}`)
    const waitedMs = clock.monotonic() - startedMs
    if (waitedMs > WAIT_MS_MAX)
      return failed(`Kafka cluster "${id}" is still ${cluster.status.phase}`, `See "leat kafka cluster describe ${id}".`)
    terminal.progress(`Kafka cluster "${id}": ${cluster.status.phase}, ${Math.round(waitedMs / 1000)} s`)
    try {
      await pause(clock, POLL_MS, signal)
    } catch (error) {
      if (signal.aborted) terminal.note(`Kafka cluster "${id}" is still being made; see "leat kafka cluster describe ${id}".`)
      throw error
    }
    const asked = await control.one('getCmkV2Cluster', { params: { id }, query: { environment } })
    if (!asked.ok) return asked
    cluster = asked.value
  }
}
