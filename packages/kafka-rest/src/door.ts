import type { Caller, ClusterLimits } from '@leat/access'
import type { Clock, Millis, Random, Result } from '@leat/base'
import type { Transport } from '@leat/client'
import { baseUrl, type HttpRequest } from '@leat/rest'
import type { SchemaReader } from './views/browse/readable.ts'

/** How this API reaches the Kafka of a cluster: made by whoever knows clusters and sessions. */
export interface KafkaDoor {
  /**
   * Opens Kafka of a cluster in the name of a caller: authorized and audited as that principal, like a connection of its own.
   * Null: there is no such cluster for this caller.
   */
  connect(cluster: string, caller: Caller, clientAddress: string): Transport | null
  /** What goes on in a cluster that `connect` opens; null: it does not listen. */
  activity(cluster: string): Promise<Activity | null>
  /** The clusters that `connect` opens to this caller, for the list of clusters. */
  clusters(caller: Caller): readonly string[]
}

/** A cluster as its edge counts it; rates are per second. */
export interface Activity {
  readonly everyMs: Millis
  /** Oldest first. */
  readonly samples: readonly {
    readonly atMs: Millis
    readonly requests: number
    readonly ingressBytes: number
    readonly egressBytes: number
    readonly connections: number
  }[]
  readonly limits: ClusterLimits
  readonly connections: number
  readonly partitions: number
}

export interface KafkaRestOptions {
  readonly clock: Clock
  readonly random: Random
  /** Where links in answers begin: scheme and host (and prefix) of this API, without a final slash. By default what the request itself names. */
  readonly origin?: (request: HttpRequest, cluster: string | null) => string
  readonly limits?: Partial<KafkaRestLimits>
  /** How records of a cluster are read by schemas that this caller may see; absent: there is no registry. */
  readonly schemas?: SchemaReaders
  readonly schemaWriters?: SchemaWriters
}

/** JSON text as bytes by a schema of the registry; fails with what is wrong with either. */
export type SchemaWriter = (
  json: string,
  choice: { readonly schemaId: number } | { readonly subject: string },
) => Promise<Result<{ readonly bytes: Buffer; readonly format: 'avro' | 'jsonschema' | 'protobuf' }, string>>

export type SchemaWriters = (cluster: string, caller: Caller) => SchemaWriter | null

export type SchemaReaders = (cluster: string, caller: Caller) => SchemaReader | null

export interface KafkaRestLimits {
  /** How long an answer waits for the metadata to show what was just changed. */
  readonly metadataMsMax: number
  /** One record of a produce request as JSON text. */
  readonly recordJsonBytesMax: number
  /** Arrays and objects inside each other in one record. */
  readonly recordJsonDepthMax: number
  /** What is gathered into one round of requests to Kafka: records, and bytes of their text. */
  readonly recordsPerRoundMax: number
  readonly roundBytesMax: number
  /** How long a round tries again when leaders move or topics change. */
  readonly produceMsMax: number
}

export const KAFKA_REST_LIMITS: KafkaRestLimits = {
  metadataMsMax: 10_000,
  // 8 MB of record, as in the cloud, are 11 MB in base64.
  recordJsonBytesMax: 12 * 1024 * 1024,
  recordJsonDepthMax: 100,
  recordsPerRoundMax: 1_000,
  roundBytesMax: 512 * 1024,
  produceMsMax: 30_000,
}

/** What the logic works with: door and options with their defaults. */
export interface KafkaRest {
  readonly door: KafkaDoor
  readonly clock: Clock
  readonly random: Random
  readonly origin: (request: HttpRequest, cluster: string | null) => string
  readonly limits: KafkaRestLimits
  readonly schemas: SchemaReaders | null
  readonly schemaWriters: SchemaWriters | null
}

export function kafkaRestOf(
  door: KafkaDoor,
  { clock, random, origin = baseUrl, limits = {}, schemas, schemaWriters }: KafkaRestOptions,
): KafkaRest {
  return {
    door,
    clock,
    random,
    origin,
    limits: { ...KAFKA_REST_LIMITS, ...limits },
    schemas: schemas ?? null,
    schemaWriters: schemaWriters ?? null,
  }
}
