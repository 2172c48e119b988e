/** What of an answer tells how it was authorized. */
import { type Api, ErrorCode, type Field, ZERO_UUID } from '@leat/wire'

const REFUSALS: ReadonlySet<number> = new Set([
  ErrorCode.TOPIC_AUTHORIZATION_FAILED,
  ErrorCode.GROUP_AUTHORIZATION_FAILED,
  ErrorCode.CLUSTER_AUTHORIZATION_FAILED,
  ErrorCode.TRANSACTIONAL_ID_AUTHORIZATION_FAILED,
])
const CODE = /errorCode$/i
const NAME = /^(name|topic|groupId|key|resourceName|resourceType|transactionalId|principal|partitionIndex|partition|index)$/
const OPERATIONS = /authorizedOperations$/i

export interface ProjectOptions {
  readonly alike: readonly number[]
  /** Part of names that differs at each play. */
  readonly fresh: string
}

type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json }

/**
 * Of what is refused everything; of what is allowed the names, codes and operations. In an order of its own: Kafka keeps answers in hash maps. Internal topics
 * are left out: the brokers have others.
 */
export function project(api: Api, version: number, message: unknown, options: ProjectOptions): Json {
  return struct(api.response.fields, version, message as Record<string, unknown>, options)
}

function struct(fields: readonly Field[], version: number, message: Readonly<Record<string, unknown>>, options: ProjectOptions): Json {
  const code = fields.find(({ name }) => CODE.test(name) && name !== 'topicConfigErrorCode')
  const isAllowed = code !== undefined && options.alike.includes(message[code.name] as number)
  const refused = code !== undefined && REFUSALS.has(message[code.name] as number)
  const told: Record<string, Json> = {}
  for (const field of fields) {
    if (field.name === 'throttleTimeMs' || !isIn(field, version) || (isAllowed && field.type === '[]struct')) continue
    const value = message[field.name]
    if (field.type === '[]struct' && Array.isArray(value)) {
      const all = (value as Record<string, unknown>[])
        .filter((one) => !isInternal(one))
        .map((one) => struct(field.fields!, version, one, options))
      told[field.name] = all.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
    } else if (CODE.test(field.name)) told[field.name] = options.alike.includes(value as number) ? 'allowed' : (value as number)
    else if (field.type === 'uuid') told[field.name] = value === ZERO_UUID ? 'zero' : 'set'
    else if (NAME.test(field.name) || OPERATIONS.test(field.name) || refused) told[field.name] = plain(value, options)
  }
  return told
}

function isIn({ versions }: Field, version: number): boolean {
  const [min, max] = versions.split('-')
  return version >= Number.parseInt(min!, 10) && (min!.endsWith('+') || version <= Number(max ?? min))
}

const BROKER_LOGGER = 8

/** Internal topics, and the loggers of a Java process. */
function isInternal(entry: Readonly<Record<string, unknown>>): boolean {
  const name = entry['name'] ?? entry['resourceName']
  return (typeof name === 'string' && name.startsWith('__')) || entry['resourceType'] === BROKER_LOGGER
}

function plain(value: unknown, { fresh }: ProjectOptions): Json {
  // Kafka shows objects of its own in this text: connection ids, buffers.
  if (typeof value === 'string' && /^Request Request\(.* needs [A-Z]+ permission\.$/.test(value)) return 'Cluster authorization failed.'
  if (typeof value === 'string') return value.replaceAll(fresh, '<fresh>')
  if (Buffer.isBuffer(value)) return value.toString('hex')
  return value as Json
}
