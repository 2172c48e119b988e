import type { Fs, NodeId } from '@leat/base'
import type { Durability } from '@leat/log'
import { readJsonObject, writeJson } from './json-file.ts'
import { type HomeLayout, PUBLIC_FILE_MODE } from './layout.ts'

/** One listener of one broker, as bound. */
export interface RunListener {
  readonly node: NodeId
  readonly name: 'PLAINTEXT' | 'SASL_SSL'
  readonly hosts: readonly string[]
  readonly port: number
  readonly advertisedHost: string
}

/** The platform's own cloud, as found at the start. */
export interface RunCloud {
  /** Where the control plane and Kafka REST are; null while the control plane is stopped. */
  readonly controlPlane: string | null
  readonly organization: string
  readonly environment: string
  readonly email: string
  /** Which of the keys that were made with the platform are still there. */
  readonly hasKafkaKey: boolean
  readonly hasCloudKey: boolean
  readonly hasUser: boolean
  readonly hasRegistryKey: boolean
  /** Where the Schema Registry of all environments is. */
  readonly schemaRegistry: string
  /** The part of it that is the first environment's: `lsrc-…`; null when that environment has none. */
  readonly schemaRegistryCluster: string | null
  /** The system cluster, where the audit log is. */
  readonly systemCluster: string
  readonly auditBootstrap: string
  readonly systemListeners: readonly RunListener[]
}

/** `run.json`: what a running platform tells the other commands. No secrets. */
export interface RunFile {
  readonly pid: number
  readonly startedAt: string
  readonly cluster: string
  readonly durability: Durability
  /** Null without a plaintext listener. */
  readonly bootstrap: string | null
  readonly saslSslBootstrap: string
  /** Null when the certificate was given: its CA is the owner's. */
  readonly caFile: string | null
  readonly dataDir: string
  /** Of the first cluster. */
  readonly listeners: readonly RunListener[]
  readonly cloud: RunCloud
  /** All ports that are held, those of the control plane and the system cluster among them. */
  readonly ports: readonly number[]
}

export function writeRunFile(fs: Fs, home: HomeLayout, run: RunFile): void {
  writeJson(fs, home.run, run, PUBLIC_FILE_MODE)
}

/** What the platform that runs here, or last ended here without a clean stop, wrote; null when there is nothing. */
export function readRunFile(fs: Fs, home: HomeLayout): RunFile | null {
  // Written by this very program and only read while it runs: its shape is trusted.
  return readJsonObject(fs, home.run) as RunFile | null
}

export function removeRunFile(fs: Fs, home: HomeLayout): void {
  fs.removeSync(home.run)
}
