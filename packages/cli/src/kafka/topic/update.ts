import { fail } from '@leat/base'
import { command } from '../../command.ts'
import { failed } from '../../complaint.ts'
import { CLUSTER_FLAGS, OUTPUT_FLAG } from '../../flags.ts'
import { list, text } from '../../view.ts'
import { settingsOf } from '../config-flag.ts'
import { onCluster } from '../on-cluster.ts'
import { unknownTopic } from '../refusals.ts'
import { NUM_PARTITIONS, TOPIC_CONFIGURATION } from './columns.ts'

export const topicUpdate = command({
  path: 'kafka topic update',
  summary: 'Update a Kafka topic.',
  more: `Settings that are not named stay as they are. "${NUM_PARTITIONS}" may grow and never shrink; keys then go to other partitions than before.`,
  args: [{ name: 'topic', summary: 'Its name.' }],
  flags: {
    config: { type: 'list', summary: 'Configuration overrides ("key=value").', required: true },
    'dry-run': { type: 'switch', summary: 'Ask whether it could be updated, and change nothing.' },
    ...CLUSTER_FLAGS,
    ...OUTPUT_FLAG,
  },
  examples: [
    {
      does: 'Keep the records of a topic for 3 days (259200000 milliseconds).',
      line: 'kafka topic update my_topic --config retention.ms=259200000',
    },
    { does: 'Give a topic twelve partitions.', line: 'kafka topic update my_topic --config num.partitions=12' },
  ],
  async run(context, { args: [topic = ''], flags }) {
    const settings = settingsOf(flags.config)
    if (!settings.ok) return settings
    const wished = settings.value.find(({ name }) => name === NUM_PARTITIONS)?.value
    if (wished !== undefined && !/^\d+$/.test(wished))
      return failed(`invalid value "${wished}" for ${NUM_PARTITIONS}: it is a whole number`)
    const on = await onCluster(context)
    if (!on.ok) return on
    const { rest } = on.value.cluster
    const params = { ...on.value.params, topic_name: topic }
    const data = settings.value.filter(({ name }) => name !== NUM_PARTITIONS)
    const isDry = flags['dry-run'] === true
    const updated = await rest.one('updateKafkaTopicConfigBatch', { params, body: { data, validate_only: isDry } })
    if (!updated.ok) return fail(unknownTopic(updated.error, topic, on.value.cluster))
    if (isDry) return text(`Updated topic "${topic}".`)
    const values = new Map<string, { readonly value: string; readonly isReadOnly: boolean }>()
    if (wished !== undefined) {
      const grown = await rest.one('updatePartitionCountKafkaTopic', { params, body: { partitions_count: Number(wished) } })
      if (!grown.ok) return grown
      values.set(NUM_PARTITIONS, { value: String(grown.value.partitions_count), isReadOnly: false })
    }
    const now = await rest.all('listKafkaTopicConfigs', { params })
    if (!now.ok) return now
    for (const one of now.value) values.set(one.name, { value: one.value ?? '', isReadOnly: one.is_read_only })
    const rows = settings.value.map(({ name }) => ({
      name,
      value: values.get(name)?.value ?? '',
      read_only: values.get(name)?.isReadOnly ?? false,
    }))
    if (flags.output === 'human') {
      const kept = rows.some((row) => row.read_only) ? ' (read-only configs were not updated)' : ''
      context.terminal.note(`Updated the following configuration values for topic "${topic}"${kept}:`)
    }
    return list(TOPIC_CONFIGURATION, rows)
  },
})
