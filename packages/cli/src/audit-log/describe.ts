import { command } from '../command.ts'
import { failed } from '../complaint.ts'
import { CONTEXT_FLAG, OUTPUT_FLAG } from '../flags.ts'
import { localLeatAt } from '../login/local.ts'
import { type Column, record } from '../view.ts'

/** Its name is fixed. */
const TOPIC = 'confluent-audit-log-events'

const AUDIT_LOG: readonly Column[] = [
  { key: 'cluster', title: 'Cluster', whole: true },
  { key: 'service_account', title: 'Service Account', whole: true },
  { key: 'bootstrap', title: 'Bootstrap', whole: true },
  { key: 'topic_name', title: 'Topic Name', whole: true },
]

export const auditLogDescribe = command({
  path: 'audit-log describe',
  summary: 'Say where the audit log is.',
  more: 'It is a topic on a cluster of its own. Its address and a key that may read it are in "leat env".',
  flags: { ...CONTEXT_FLAG, ...OUTPUT_FLAG },
  examples: [{ does: 'Say where the audit log is.', line: 'audit-log describe' }],
  async run(context) {
    const session = await context.session()
    if (!session.ok) return session
    const me = await session.value.control.one('getMe', {})
    if (!me.ok) return me
    const { audit_log: log } = me.value.organization
    const local = localLeatAt(context.fs, context.environment.platformsDir, session.value.login.url)?.audit ?? null
    if (log === undefined && local === null) return failed('this organization has no audit log')
    return record(AUDIT_LOG, {
      cluster: log?.cluster_id ?? local?.cluster,
      service_account: log?.service_account_resource_id,
      bootstrap: local?.bootstrap,
      topic_name: log?.topic_name ?? TOPIC,
    })
  },
})
