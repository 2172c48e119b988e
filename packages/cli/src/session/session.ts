import type { Result } from '@leat/base'
import type { Complaint } from '../complaint.ts'
import type { LoginContext } from '../config/model.ts'
import type { ControlCalls } from '@leat/api/calls'
import type { AskControl, AskKafka, AskRegistry } from './ask.ts'

/** A login, and what the command's flags or earlier commands made current in it. */
export interface Session {
  /** As kept; what a command changes, it changes through `context.config`. */
  readonly login: LoginContext
  /** Asks the control plane in the name of the login. Tokens are renewed as needed. */
  readonly control: AskControl
  /** `--environment`, or the current one. */
  environment(): Result<string, Complaint>
  /** `--cluster`, or the current one, looked up at the control plane; a complaint unless clients can use it. */
  kafka(): Promise<Result<KafkaCluster, Complaint>>
  /** A cluster that was looked up already; a complaint unless clients can use it. */
  open(cluster: ControlCalls['getCmkV2Cluster']['answer']): Result<KafkaCluster, Complaint>
  /** The Schema Registry of the environment, looked up at the control plane. */
  registry(): Promise<Result<RegistryCluster, Complaint>>
  /** The id alone, without asking anybody. */
  clusterId(): Result<string, Complaint>
}

/** A Kafka cluster that serves. */
export interface KafkaCluster {
  readonly id: string
  readonly environment: string
  readonly name: string
  /** For SASL_SSL: `localhost:9093`. */
  readonly bootstrap: string
  readonly httpEndpoint: string
  /** What TLS clients trust: the PEM file of the CA; null: what the system trusts. */
  readonly caFile: string | null
  /** Asks the cluster's Kafka REST in the name of the login, with a token for the data plane. */
  readonly rest: AskKafka
  /** The API key chosen for this cluster, if one is chosen and its secret is stored. */
  key(): ApiKey | null
}

/** The Schema Registry of an environment. */
export interface RegistryCluster {
  readonly id: string
  readonly environment: string
  readonly name: string
  /** `ESSENTIALS`, `ADVANCED` */
  readonly package: string
  readonly cloud: string
  readonly region: string
  readonly url: string
  ask(key: ApiKey): AskRegistry
}

export interface ApiKey {
  readonly key: string
  readonly secret: string
}
