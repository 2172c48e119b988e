import { fail } from '@leat/base'
import { command } from '../../command.ts'
import { CLUSTER_FLAGS } from '../../flags.ts'
import { nothing, text } from '../../view.ts'
import { settingsOf } from '../config-flag.ts'
import { onCluster } from '../on-cluster.ts'
import { refused } from '../refusals.ts'

export const topicCreate = command({
  path: 'kafka topic create',
  summary: 'Create a Kafka topic.',
  args: [{ name: 'topic', summary: 'Its name.' }],
  flags: {
    partitions: { type: 'number', summary: 'Number of topic partitions; the default of the cluster when left out.' },
    config: { type: 'list', summary: 'Configuration overrides ("key=value") for the topic being created.' },
    'dry-run': { type: 'switch', summary: 'Ask whether it could be created, and create nothing.' },
    'if-not-exists': { type: 'switch', summary: 'Succeed when the topic is there already.' },
    ...CLUSTER_FLAGS,
  },
  examples: [
    { does: 'Create a topic with the defaults of the cluster.', line: 'kafka topic create my_topic' },
    {
      does: 'Create a compacted topic with six partitions.',
      line: 'kafka topic create my_topic --partitions 6 --config cleanup.policy=compact',
    },
  ],
  async run(context, { args: [topic = ''], flags }) {
    const configs = settingsOf(flags.config)
    if (!configs.ok) return configs
    const on = await onCluster(context)
    if (!on.ok) return on
    const { cluster, params } = on.value
    const body = { topic_name: topic, partitions_count: flags.partitions, configs: configs.value, validate_only: flags['dry-run'] === true }
    const created = await cluster.rest.one('createKafkaTopic', { params, body })
    if (created.ok) return text(`Created topic "${topic}".`)
    if (!created.error.text.includes('already exists')) return fail(refused(created.error))
    if (flags['if-not-exists'] === true) return nothing()
    return fail({
      ...created.error,
      text: `topic "${topic}" already exists for Kafka cluster "${cluster.id}"`,
      suggestions: [`To list topics for the cluster "${cluster.id}", use "leat kafka topic list --cluster ${cluster.id}".`],
    })
  },
})
