import { fail, ok } from '@leat/base'
import { command } from '../command.ts'
import { changeContext, without } from '../config/model.ts'
import { deleteEach } from '../confirm.ts'
import { ENVIRONMENT_FLAGS, FORCE_FLAG } from '../flags.ts'
import { findCluster } from './find.ts'

export const kafkaClusterDelete = command({
  path: 'kafka cluster delete',
  summary: 'Delete Kafka clusters with all their data.',
  args: [{ name: 'id', summary: 'Kafka cluster ID.', repeated: true }],
  flags: { ...FORCE_FLAG, ...ENVIRONMENT_FLAGS },
  examples: [{ does: 'Delete a cluster.', line: 'kafka cluster delete lkc-a1b2c3' }],
  async run(context, { args, flags }) {
    const session = await context.session()
    if (!session.ok) return session
    const environment = session.value.environment()
    if (!environment.ok) return environment
    const { control, login } = session.value
    return deleteEach(context, {
      noun: 'Kafka cluster',
      ids: args,
      force: flags.force === true,
      async nameOf(id) {
        const found = await findCluster(session.value, id)
        return found.ok ? ok(found.value.cluster.spec.display_name) : fail(found.error)
      },
      async remove(id) {
        const removed = await control.one('deleteCmkV2Cluster', { params: { id }, query: { environment: environment.value } })
        if (removed.ok) context.config.change((all) => changeContext(all, login.name, (one) => without(one, id)))
        return removed
      },
    })
  },
})
