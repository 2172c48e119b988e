import { command } from '../command.ts'
import { changeContext } from '../config/model.ts'
import { ENVIRONMENT_FLAGS } from '../flags.ts'
import { text } from '../view.ts'
import { findCluster } from './find.ts'

export const kafkaClusterUse = command({
  path: 'kafka cluster use',
  summary: 'Make a Kafka cluster the current one of its environment.',
  args: [{ name: 'id', summary: 'Kafka cluster ID.' }],
  flags: ENVIRONMENT_FLAGS,
  examples: [{ does: 'Use a cluster in the commands that follow.', line: 'kafka cluster use lkc-a1b2c3' }],
  async run(context, { args: [id = ''] }) {
    const session = await context.session()
    if (!session.ok) return session
    const found = await findCluster(session.value, id)
    if (!found.ok) return found
    const { environment } = found.value
    context.config.change((all) =>
      changeContext(all, session.value.login.name, (one) => ({ ...one, clusters: { ...one.clusters, [environment]: id } })),
    )
    return text(`Set Kafka cluster "${id}" as the active cluster for environment "${environment}".`)
  },
})
