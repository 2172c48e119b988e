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
  readonly listeners: readonly RunListener[]
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
