import { startCloud, type UpLine } from '../../../conformance/authorization-clients/cloud.ts'
import { startPlainServer } from '../../lib/plain-server.ts'
import { residentOf } from '../../lib/proc.ts'
import type { Figure, Scenario } from '../../lib/scenario.ts'
import { median } from '../../lib/stats.ts'
import { askOnce, cpuPerRequest, type WireCall } from '../../lib/wire-load.ts'
import { dataDirOf } from './common.ts'

const MB = 1e6
const TURNS = 3
const SMOKE = { warmUp: 64, reads: 200, writes: 64 }
const FULL = { warmUp: 10_000, reads: 20_000, writes: 4_000 }

const READS = {
  lookup: 'registry: read a schema by its id',
  read: 'control plane: read an environment',
  cluster: 'Kafka REST: read a cluster',
}
const WRITES = { register: 'registry: register a schema' }
const UNIT = 'ms'

/** What `up --json` says besides. */
type Line = UpLine & { readonly schema_registry: string }

export const requests: Scenario = {
  name: 'requests',
  title: 'What a request over HTTP costs',
  what:
    `CPU of the whole process per 1,000 requests (milliseconds, so microseconds per request), over 32 connections with one request each under way, sent from raw sockets in another process; ` +
    `${FULL.reads} reads or ${FULL.writes} registrations at a time after a warm-up, in turns with a plain node:http server that answers the same bytes and does nothing else. ` +
    `The registry is asked over loopback without a login, the others with a key. Each registration is of a new subject.`,
  figures: [
    ...Object.entries(READS).flatMap(([key, title]): Figure[] => [
      { key, title, unit: UNIT, better: 'less' },
      { key: `plain ${key}`, title: `${title}, plain node:http`, unit: UNIT, better: 'less' },
      { key: `ratio ${key}`, title: `${title}, Leat / plain`, unit: 'ratio', better: 'less', settles: true },
    ]),
    ...Object.entries(WRITES).map(([key, title]): Figure => ({ key, title, unit: UNIT, better: 'less' })),
    { key: 'rss', title: 'resident memory after', unit: 'MB', better: 'less' },
  ],
  async run(trial) {
    await using cloud = await startCloud(dataDirOf(trial))
    const up = cloud.up as Line
    const sizes = trial.smoke ? SMOKE : FULL
    const { id } = JSON.parse((await askOnce(registration(up, 'first'))).body) as { readonly id: number }
    const calls: Readonly<Record<keyof typeof READS, WireCall>> = {
      lookup: { base: up.schema_registry, method: 'GET', path: `/schemas/ids/${id}` },
      read: asked(up.control_plane, `/org/v2/environments/${up.environment}`, up.cloud_api_key, up.cloud_api_secret),
      cluster: asked(up.control_plane, `/kafka/v3/clusters/${up.cluster}`, up.api_key, up.api_secret),
    }
    const values = new Map<string, number>()
    for (const [key, call] of Object.entries(calls)) {
      await using plain = await startPlainServer(await askOnce(call))
      const other = { ...call, base: plain.base }
      await cpuPerRequest(plain.pid, other, sizes.warmUp)
      await cpuPerRequest(up.pid, call, sizes.warmUp)
      const [ours, theirs]: [number[], number[]] = [[], []]
      for (let turn = 0; turn < TURNS; turn++) {
        theirs.push((await cpuPerRequest(plain.pid, other, sizes.reads)).cpu)
        const rate = await cpuPerRequest(up.pid, call, sizes.reads)
        ours.push(rate.cpu)
        trial.say(`${key}: ${rate.cpu.toFixed(1)} ms per 1,000 (plain ${theirs.at(-1)!.toFixed(1)}), ${rate.perSecond.toFixed(0)}/s`)
      }
      values.set(key, median(ours))
      values.set(`plain ${key}`, median(theirs))
      values.set(`ratio ${key}`, median(ours.map((one, i) => one / theirs[i]!)))
    }
    await cpuPerRequest(up.pid, registration(up, 'warming'), sizes.writes)
    const { cpu, perSecond } = await cpuPerRequest(up.pid, registration(up, 'measured'), sizes.writes)
    trial.say(`register: ${cpu.toFixed(1)} ms per 1,000, ${perSecond.toFixed(0)}/s`)
    values.set('register', cpu)
    values.set('rss', residentOf(up.pid).now / MB)
    return values
  },
}

function asked(base: string, path: string, key: string, secret: string): WireCall {
  return { base, method: 'GET', path, headers: { authorization: `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}` } }
}

/** Every request has a subject and a schema of its own. */
function registration(up: Line, name: string): WireCall {
  const fields = [
    { name: 'id', type: 'string' },
    { name: `${name}_{n}`, type: 'long' },
  ]
  return {
    base: up.schema_registry,
    method: 'POST',
    path: `/subjects/${name}-{n}-value/versions`,
    headers: { 'content-type': 'application/vnd.schemaregistry.v1+json' },
    body: JSON.stringify({ schema: JSON.stringify({ type: 'record', name: 'Order', fields }) }),
  }
}
