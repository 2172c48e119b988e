import { mkdtempSync } from 'node:fs'
import { networkInterfaces, tmpdir } from 'node:os'
import { resolve } from 'node:path'
import { type Result, fail, ok } from '@leat/base'
import { PORT_BASE } from '../platform/ports.ts'
import type { PlatformOptions } from '../platform/prepare.ts'
import { HOME_OPTIONS, homeOption, parseOptions } from './options.ts'

const OPTIONS = {
  ...HOME_OPTIONS,
  ephemeral: { type: 'boolean' },
  ports: { type: 'string' },
  bind: { type: 'string' },
  advertise: { type: 'string' },
  cert: { type: 'string' },
  key: { type: 'string' },
  'no-plaintext': { type: 'boolean' },
  tls: { type: 'boolean' },
  brokers: { type: 'string' },
  durability: { type: 'string' },
  seed: { type: 'string' },
  json: { type: 'boolean' },
} as const

export interface UpOptions {
  readonly ephemeral: boolean
  readonly json: boolean
  readonly platform: PlatformOptions
}

/** The options of `up`, checked as far as they can be without touching anything; the error is a sentence. Makes the directory of `--ephemeral`. */
export function readUpOptions(args: readonly string[]): Result<UpOptions, string> {
  const parsed = parseOptions('up', args, OPTIONS)
  if (!parsed.ok) return parsed
  const { value: given } = parsed
  const { ephemeral = false, ports = String(PORT_BASE), brokers, durability, cert, key } = given
  if (ephemeral && (given.name !== undefined || given['data-dir'] !== undefined)) {
    return fail('--ephemeral uses a directory of its own: leave out --name and --data-dir')
  }
  if (ephemeral && durability !== undefined) return fail('--ephemeral data is thrown away, so it is never synced: leave out --durability')
  if (durability !== undefined && durability !== 'process' && durability !== 'power')
    return fail(`--durability ${durability}: process or power`)
  if (brokers !== undefined && brokers !== '1' && brokers !== '3') return fail(`--brokers ${brokers}: 1 or 3`)
  if (ports !== 'auto' && !/^\d+$/.test(ports)) return fail(`--ports ${ports}: auto, or the first port`)
  if ((cert === undefined) !== (key === undefined)) return fail('--cert and --key go together: a certificate and its private key')
  if (given.seed === '') return fail('--seed is empty: give some text')
  const home = homeOption(given)
  if (!home.ok) return home

  return ok({
    ephemeral,
    json: given.json ?? false,
    platform: {
      dir: ephemeral ? mkdtempSync(`${tmpdir()}/leat-`) : home.value.dir,
      durability: ephemeral ? 'none' : (durability ?? 'process'),
      brokers: brokers === undefined ? null : brokers === '1' ? 1 : 3,
      ports: ports === 'auto' ? 'auto' : Number(ports),
      bind: given.bind ?? null,
      advertise: given.advertise ?? null,
      plaintext: !(given['no-plaintext'] ?? false),
      saslSsl: true,
      tls: given.tls ?? false,
      loopback6: hasLoopback6(),
      seed: given.seed ?? null,
      certificate: cert === undefined || key === undefined ? null : { cert: resolve(cert), key: resolve(key) },
    },
  })
}

/** Containers often have no IPv6 at all. */
function hasLoopback6(): boolean {
  return Object.values(networkInterfaces()).some((addresses) => addresses?.some(({ address }) => address === '::1'))
}
