/** Takes out of an answer what differs between two runs of the same system: ids become names in order of appearance, addresses and sizes of disks go. */
import { ZERO_UUID } from '@leat/wire'
import { describeRecords } from './describe-records.ts'

export type Plain = null | boolean | number | string | readonly Plain[] | { readonly [key: string]: Plain }

/** Where a client is sent, and how long it is to wait, say nothing about the answer. */
const DROPPED: ReadonlySet<string> = new Set(['throttleTimeMs', 'host', 'port', 'rack', 'nodeEndpoints', 'totalBytes', 'usableBytes'])

/** Arbitrary values, by the kind of thing they name. */
const KINDS: Readonly<Record<string, string>> = {
  topicId: 'topic id',
  memberId: 'member',
  leader: 'member',
  producerId: 'producer',
  sessionId: 'fetch session',
  clusterId: 'cluster',
  logDir: 'log dir',
}
/** Answers list these in whatever order their tables have. */
const SORTED_BY: Readonly<Record<string, string>> = {
  configs: 'name',
  topics: 'name',
  partitions: 'partitionIndex',
  members: 'memberId',
  groups: 'groupId',
  brokers: 'nodeId',
  activeProducers: 'producerId',
}
const ID_OF = 'id of '
/** Numbers by their value. */
const COLLATOR = new Intl.Collator('en', { numeric: true })
const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g
/** Moments after the scripts' own timestamps are the clock's. */
const FIRST_CLOCK_MS = Date.UTC(2026, 0, 1)
const LAST_CLOCK_MS = Date.UTC(2099, 0, 1)
/** Moments in error messages, and what is left of 2^63 - 1 after one was taken from it. */
const CLOCK_NUMBER = /\d{13,}/g
const CLOCK_FIELDS: ReadonlySet<string> = new Set(['logAppendTimeMs', 'lastTimestamp', 'timestamp', 'maxTimestamp', 'baseTimestamp'])

/** One per run of a script: the same value gets the same name throughout. */
export function normaliser(scriptName: string): (message: unknown) => Plain {
  const names = new Map<string, string>()
  const counts = new Map<string, number>()

  const nameOf = (kind: string, value: string): string => {
    const known = names.get(value)
    if (known !== undefined) return known
    const count = (counts.get(kind) ?? 0) + 1
    counts.set(kind, count)
    const name = count === 1 && kind.startsWith(ID_OF) ? `<${kind}>` : `<${kind} ${count}>`
    names.set(value, name)
    return name
  }

  const text = (value: string): string => {
    let result = value
    for (const [raw, name] of names) if (raw.length > 8) result = result.replaceAll(raw, name)
    return result
      .replaceAll(UUID, (uuid) => nameOf('uuid', uuid))
      .replaceAll(CLOCK_NUMBER, (number) => (isClock(number) ? '<now>' : number))
  }

  /** A topic's id is named after the topic where an answer has both: one id more or less does not shift the names of all others. */
  const nameTopic = ({ topicId, name }: { readonly topicId?: unknown; readonly name?: unknown }): void => {
    if (typeof topicId === 'string' && isArbitrary('topicId', topicId) && typeof name === 'string' && name !== '')
      nameOf(`${ID_OF}${name}`, topicId)
  }

  const field = (key: string, value: unknown): Plain => {
    const kind = KINDS[key]
    if (kind !== undefined && isArbitrary(key, value)) return kind === 'member' ? text(String(value)) : nameOf(kind, String(value))
    if (CLOCK_FIELDS.has(key) && typeof value === 'number' && value >= FIRST_CLOCK_MS) return '<now>'
    if (key === 'records' && (Buffer.isBuffer(value) || value === null)) return plain(describeRecords(value), key)
    return plain(value, key)
  }

  const plain = (value: unknown, key: string): Plain => {
    if (value === null || typeof value === 'boolean' || typeof value === 'number') return value
    if (typeof value === 'string') return text(value)
    if (typeof value === 'bigint') return String(value)
    if (Buffer.isBuffer(value)) return `0x${value.toString('hex')}`
    if (Array.isArray(value)) return list(value, key)
    nameTopic(value as { readonly topicId?: unknown; readonly name?: unknown })
    return Object.fromEntries(
      Object.entries(value as object)
        .filter(([name, entry]) => !DROPPED.has(name) && entry !== undefined)
        .map(([name, entry]) => [name, field(name, entry)]),
    )
  }

  const list = (values: readonly unknown[], key: string): Plain => {
    // Scripts share a cluster while they are recorded: each sees its own groups only.
    const own = key === 'groups' ? values.filter((value) => isOwn(value, scriptName)) : values
    const by = key === 'responses' && isListOfTopics(own) ? 'name' : SORTED_BY[key]
    const sorted = by === undefined ? own : own.toSorted((a, b) => COLLATOR.compare(keyOf(a, by), keyOf(b, by)))
    return sorted.map((value) => plain(value, ''))
  }

  return (message) => plain(message, '')
}

function isArbitrary(key: string, value: unknown): boolean {
  if (typeof value === 'number') return key === 'producerId' ? value >= 0 : value > 0
  return typeof value === 'string' && value !== '' && value !== ZERO_UUID
}

/** DeleteTopics calls its list as Produce and Fetch call theirs, whose order means something. */
function isListOfTopics(values: readonly unknown[]): boolean {
  return values.every((value) => typeof value === 'object' && value !== null && 'name' in value && 'errorCode' in value)
}

function isOwn(group: unknown, scriptName: string): boolean {
  const id = (group as { groupId?: string }).groupId
  return id === undefined || id === '' || id.startsWith(scriptName)
}

function keyOf(value: unknown, by: string): string {
  if (typeof value !== 'object' || value === null) return ''
  const key = (value as Record<string, unknown>)[by]
  return typeof key === 'string' || typeof key === 'number' ? String(key) : ''
}

function isClock(number: string): boolean {
  const value = Number(number)
  return (value >= FIRST_CLOCK_MS && value < LAST_CLOCK_MS) || (value > 9.2233e18 && value < 9223372036854770000)
}
