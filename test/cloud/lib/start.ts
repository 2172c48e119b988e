import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { promisify } from 'node:util'
import type { Random } from '@leat/base'
import { type LeatProcess, type UpLine, startLeat } from '../../lib/leat.ts'

const MAIN = new URL('../../../packages/server/src/main.ts', import.meta.url).pathname

/** What `up --json` says of the cloud. */
export interface CloudLine extends UpLine {
  readonly cluster: string
  readonly control_plane: string
  readonly organization: string
  readonly environment: string
  readonly cloud_api_key: string
  readonly cloud_api_secret: string
  readonly email: string
  readonly password: string
  readonly console: string
  readonly audit_bootstrap: string
  readonly audit_api_key: string
  readonly audit_api_secret: string
}

export interface CloudProcess extends LeatProcess {
  readonly line: CloudLine
  readonly ca: string
}

/** `base`: the first of its ports; null: any that are free, others at each start. */
export async function startCloud(dataDir: string, base: number | null): Promise<CloudProcess> {
  const leat = await startLeat(dataDir, ...(base === null ? [] : ['--ports', String(base)]))
  return { ...leat, line: leat.line as CloudLine, ca: readFileSync(leat.line.ca_file, 'utf8') }
}

const run = promisify(execFile)

/** `./leat control stop`, or `start`. */
export async function turnControlPlane(dataDir: string, to: 'stop' | 'start'): Promise<void> {
  await run(process.execPath, [MAIN, 'control', to, '--data-dir', dataDir])
}

/** From the two ports below the base by some seventy to those of further clusters: see the README of server. */
const PORTS_BELOW = 72
const PORTS_ABOVE = 20
const BASE_FIRST = 20_000
const BASES = 100
const BASE_STEP = 100

/** A base whose ports are free, below those that systems give out by themselves. */
export async function freeBase(random: Random): Promise<number> {
  for (let attempt = 0; attempt < BASES; attempt++) {
    const base = BASE_FIRST + BASE_STEP * random.below(BASES)
    const wanted = [base - PORTS_BELOW, base - PORTS_BELOW + 1, ...Array.from({ length: PORTS_ABOVE }, (_, index) => base + index)]
    if ((await Promise.all(wanted.map(isFree))).every(Boolean)) return base
  }
  throw new Error('no free ports')
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer()
  const outcome = Promise.race([once(server, 'listening').then(() => true), once(server, 'error').then(() => false)])
  server.listen(port, '127.0.0.1')
  const free = await outcome
  if (free) server.close()
  return free
}
