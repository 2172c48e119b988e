/** Kafka's bound: file names of `topic-partition` directories must stay below 255. */
const TOPIC_NAME_LENGTH_MAX = 249
const LEGAL = /^[a-zA-Z0-9._-]+$/

export const OFFSETS_TOPIC = '__consumer_offsets'
/** Topics of the broker itself: clients may read, but are told `is_internal`. */
export const INTERNAL_TOPICS: readonly string[] = [OFFSETS_TOPIC, '__transaction_state', '__share_group_state']

export function isInternal(topic: string): boolean {
  return INTERNAL_TOPICS.includes(topic)
}

/** Null when the name is fine, else what is wrong with it. */
export function topicNameFault(name: string): string | null {
  if (name === '') return 'Topic name is invalid: it must not be empty.'
  if (name === '.' || name === '..') return `Topic name is invalid: it must not be '.' or '..'.`
  if (name.length > TOPIC_NAME_LENGTH_MAX)
    return `Topic name is invalid: it has ${name.length} characters, at most ${TOPIC_NAME_LENGTH_MAX} are allowed.`
  if (!LEGAL.test(name)) return `Topic name is invalid: '${name}' has characters other than ASCII letters, digits, '.', '_' and '-'.`
  return null
}

/** Metric names turn `.` into `_`, so topics that differ in nothing else would collide. */
export function normalizedName(name: string): string {
  return name.replaceAll('.', '_')
}
