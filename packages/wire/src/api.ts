/**
 * How a message is described. The generated tables are made of these types, and the codecs are compiled from them and from nothing else.
 *
 * Version ranges are written as Kafka writes them: `3+`, `0-12`, `7`, `none`.
 */

/** What a field holds for Kafka: the gateway maps tenants by it, the edge finds the resources to authorize by it. */
export type EntityType = 'brokerId' | 'groupId' | 'producerId' | 'topicName' | 'transactionalId'

export type ScalarType =
  | 'bool'
  | 'int8'
  | 'int16'
  | 'uint16'
  | 'int32'
  | 'uint32'
  | 'int64'
  | 'float64'
  | 'string'
  | 'uuid'
  | 'bytes'
  | 'records'
export type FieldType = ScalarType | 'struct' | `[]${ScalarType}` | '[]struct'
export type FieldDefault = boolean | number | bigint | string | null

export interface Field {
  readonly name: string
  readonly type: FieldType
  readonly versions: string
  /** The fields of a struct, or of the elements of an array of structs. */
  readonly fields?: readonly Field[]
  /** Versions in which null is allowed. */
  readonly nullable?: string
  /** The tag, and the versions in which the field travels in the tag section instead of its place. */
  readonly tag?: number
  readonly tagged?: string
  /** What an absent field means. Without it: zero, false, empty, or a struct of defaults. */
  readonly default?: FieldDefault
  /** May be dropped silently when written in a version that lacks it; otherwise writing anything but the default fails. */
  readonly ignorable?: true
  /** An int64 of which all 64 bits matter: a bigint in the decoded message. */
  readonly bigint?: true
  /** `none` for the one field that keeps its old form in flexible versions: client id in the request header. */
  readonly flexible?: 'none'
  /** Elements of the array are keyed by this field. */
  readonly mapKey?: true
  readonly entityType?: EntityType
}

export type VersionRange = readonly [min: number, max: number]

/** One message in all its versions. `T` is its decoded form. */
export interface Schema<T = unknown> {
  readonly name: string
  readonly versions: VersionRange
  /** The first version with compact lengths and tagged fields; null: none has them. */
  readonly flexible: number | null
  readonly fields: readonly Field[]
  /** Record keys of `__consumer_offsets` begin with this number instead of a version. */
  readonly recordType?: number
  /** Newer versions are read as the newest known: the consumer protocol promises only to add fields at the end. */
  readonly readsNewer?: true
  /** Compiled on first use, indexed by version. */
  readonly compiled: { readonly decoders: unknown[]; readonly encoders: unknown[] }
  /** Never set: carries the type. */
  readonly decodes?: T
}

/** One API: key, versions Kafka knows, and its two messages. */
export interface Api<Request = unknown, Response = unknown> {
  readonly key: number
  readonly name: string
  /** All versions of Kafka 4.3, the newest of which may be unstable. A backend narrows them in its `ApiTable`. */
  readonly versions: VersionRange
  readonly flexible: number | null
  /** Kafka offers the newest version only to those who enable unstable ones. */
  readonly latestVersionUnstable?: true
  readonly request: Schema<Request>
  readonly response: Schema<Response>
}

export type RequestOf<A extends Api> = A extends Api<infer Request, unknown> ? Request : never
export type ResponseOf<A extends Api> = A extends Api<unknown, infer Response> ? Response : never

/**
 * What an encoder takes for a message of type `T`: fields may be left out when their default is meant, and bytes may be given as a list
 * of chunks, which are referenced and never concatenated.
 */
export type Encodable<T> = unknown extends T
  ? unknown
  : T extends Buffer
    ? Buffer | readonly Buffer[]
    : T extends readonly (infer Element)[]
      ? readonly Encodable<Element>[]
      : T extends object
        ? { readonly [K in keyof T]?: Encodable<T[K]> | undefined }
        : T

export function schema<T>(table: Omit<Schema<T>, 'compiled' | 'decodes'>): Schema<T> {
  return { ...table, compiled: { decoders: [], encoders: [] } }
}

interface ApiDeclaration {
  readonly key: number
  readonly name: string
  readonly versions: VersionRange
  readonly flexible: number | null
  readonly latestVersionUnstable?: true
  readonly request: readonly Field[]
  readonly response: readonly Field[]
}

export function api<Request, Response>(declaration: ApiDeclaration): Api<Request, Response> {
  const { name, versions, flexible } = declaration
  return {
    ...declaration,
    request: schema<Request>({ name: `${name}Request`, versions, flexible, fields: declaration.request }),
    response: schema<Response>({ name: `${name}Response`, versions, flexible, fields: declaration.response }),
  }
}

export function isValidVersion(versions: VersionRange, version: number): boolean {
  return Number.isInteger(version) && version >= versions[0] && version <= versions[1]
}
