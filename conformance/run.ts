/**
 * Real clients against Leat and Apache Kafka.
 *
 *   ./leat conformance [--target leat|kafka|both] [--only client,…] [--security plaintext|sasl_ssl] [--bootstrap HOST:PORT]
 *
 * A whole run (no option but --target) also runs the programs of proofs.ts. Ends with one line `N passed, N failed, N skipped`; the exit code is 0 when nothing failed.
 */
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { CONFORMANCE_DIR, Unavailable } from './cache.ts'
import { CLIENTS, runDir } from './clients/index.ts'
import { makeRows, writeRows } from './dataset.ts'
import { runMatrix } from './matrix.ts'
import { runProofs } from './proofs.ts'
import { type Result, type Security, count } from './results.ts'
import { writeTable } from './table.ts'
import { type Target, givenTarget, kafkaTarget, leatTarget } from './targets.ts'

/** All targets, clients and downloads together. */
const BOX_MS = 30 * 60_000
/** Records must not lie in the future, and not so far back that retention takes them. */
const DATA_AGE_MS = 10 * 60_000

const values = options()

const began = performance.now()
const say = (line: string): void => console.log(`${`${Math.round((performance.now() - began) / 1000)} s`.padStart(6)}  ${line}`)
const clients = chosenClients(values.only)
const starters = chosenTargets(values.target, values.bootstrap)
const securities = chosenSecurities(values.security)
// What was started is ended on every way out: an interrupted run ends its clients, and then its target as usual.
const interrupted = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interrupted.abort())
const box = AbortSignal.any([AbortSignal.timeout(BOX_MS), interrupted.signal])
const results: Result[] = []

const run = randomBytes(3).toString('hex')
const dataFile = join(runDir(), `data-${run}.tsv`)
writeRows(dataFile, makeRows('conformance', Date.now() - DATA_AGE_MS))

for (const starter of starters) {
  const { name } = starter
  say(`${name}: starting`)
  try {
    await using target = await starter.start()
    say(`${target.name}: ready at ${target.bootstrap}`)
    for (const security of securities) {
      if (security === 'SASL_SSL' && target.saslSsl === null) continue
      const prefix = `${security === 'PLAINTEXT' ? 'p' : 's'}${run}`
      results.push(...(await runMatrix({ target, security, clients, dataFile, prefix, progress: say, signal: box })))
    }
  } catch (error) {
    const kind = error instanceof Unavailable ? 'skipped' : 'failed'
    say(`${name}: ${kind}: ${String(error)}`)
    results.push({ target: name, security: 'PLAINTEXT', client: 'target', scenario: 'start', outcome: { kind, detail: String(error) } })
  }
}

const isWhole = !box.aborted && values.only === undefined && values.security === undefined && values.bootstrap === undefined
if (isWhole) writeTable(join(CONFORMANCE_DIR, '../docs/clients.md'), results)
for (const result of results) {
  if (result.outcome.kind === 'failed')
    console.log(`failed: ${result.target} ${result.security} ${result.client} ${result.scenario}: ${result.outcome.detail}`)
  if (result.outcome.kind === 'skipped')
    console.log(`skipped: ${result.target} ${result.security} ${result.client}: ${result.outcome.detail}`)
}
if (box.aborted)
  console.log(interrupted.signal.aborted ? 'interrupted' : `the box of ${BOX_MS / 60_000} minutes was over before the run was`)
const proofs = isWhole ? await runProofs(say, box) : { passed: 0, failed: 0, skipped: 0 }
const failed = count(results, 'failed') + proofs.failed + (box.aborted ? 1 : 0)
console.log(`${count(results, 'passed') + proofs.passed} passed, ${failed} failed, ${count(results, 'skipped') + proofs.skipped} skipped`)
process.exitCode = failed === 0 ? 0 : 1

function options(): { readonly target: string; readonly only?: string; readonly security?: string; readonly bootstrap?: string } {
  try {
    const text = { type: 'string' } as const
    const { values: given } = parseArgs({ options: { target: { ...text, default: 'both' }, only: text, security: text, bootstrap: text } })
    return given
  } catch (error) {
    return usage(error instanceof Error ? error.message : String(error))
  }
}

function chosenClients(only: string | undefined): typeof CLIENTS {
  if (only === undefined) return CLIENTS
  const names = only.split(',')
  const unknown = names.filter((name) => !CLIENTS.some((client) => client.name === name))
  if (unknown.length > 0) usage(`no client ${unknown.join(', ')}: there are ${CLIENTS.map((client) => client.name).join(', ')}`)
  return CLIENTS.filter((client) => names.includes(client.name))
}

function chosenTargets(target: string, bootstrap: string | undefined): { readonly name: string; start(): Promise<Target> }[] {
  if (bootstrap !== undefined) return [{ name: bootstrap, start: () => Promise.resolve(givenTarget(bootstrap)) }]
  const kafka = { name: 'Apache Kafka', start: kafkaTarget }
  const leat = { name: 'Leat', start: leatTarget }
  if (target === 'kafka') return [kafka]
  if (target === 'leat') return [leat]
  if (target === 'both') return [kafka, leat]
  return usage(`--target is leat, kafka or both, not ${target}`)
}

function chosenSecurities(security: string | undefined): readonly Security[] {
  if (security === undefined) return ['PLAINTEXT', 'SASL_SSL']
  if (security === 'plaintext') return ['PLAINTEXT']
  if (security === 'sasl_ssl') return ['SASL_SSL']
  return usage(`--security is plaintext or sasl_ssl, not ${security}`)
}

function usage(why: string): never {
  console.error(why)
  process.exit(2)
}
