import { command } from '../command.ts'
import { ENVIRONMENT_FLAGS, OUTPUT_FLAG } from '../flags.ts'
import { record } from '../view.ts'
import { CLUSTER, clusterRow } from './columns.ts'
import { findCluster } from './find.ts'
import { limitsOf } from './limits.ts'

export const kafkaClusterDescribe = command({
  path: 'kafka cluster describe',
  summary: 'Describe a Kafka cluster.',
  args: [{ name: 'id', summary: 'Kafka cluster ID; the current one when left out.', optional: true }],
  flags: { ...ENVIRONMENT_FLAGS, ...OUTPUT_FLAG },
  examples: [{ does: 'Describe the current cluster.', line: 'kafka cluster describe' }],
  async run(context, { args: [id] }) {
    const session = await context.session()
    if (!session.ok) return session
    const found = await findCluster(session.value, id)
    if (!found.ok) return found
    const { cluster, environment, current } = found.value
    const limits = await limitsOf(session.value.control, cluster, environment)
    // Who may see the cluster need not see its topics: then there is no count.
    const kafka = session.value.open(cluster)
    const topics = kafka.ok ? await kafka.value.rest.one('listKafkaTopics', { params: { cluster_id: cluster.id } }) : kafka
    return record(CLUSTER, { ...clusterRow(cluster, current), ...limits, ...(topics.ok ? { topic_count: topics.value.data.length } : {}) })
  },
})
