/**
 * Real clients under authorization, over SASL_SSL against Leat: what they may not do and what they are shown then, what exactly allows it, whose logins are refused, and how
 * fast a quota lets them be.
 *
 *   node conformance/authorization-clients/run.ts [--only client,…]
 *
 * A run of all clients writes its section of docs/clients.md. Ends with one line `N passed, N failed, N skipped`; the exit code is 0 when nothing failed.
 */
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { RawClient } from '../../bench/lib/raw-client.ts'
import { CONFORMANCE_DIR, Unavailable } from '../cache.ts'
import { CLIENTS, type ForeignClient } from '../clients/index.ts'
import { type Outcome, type Result, count } from '../results.ts'
import { writeSection } from '../table.ts'
import { startCloud } from './cloud.ts'
import { Conversation } from './conversation.ts'
import { type Play, play } from './play.ts'
import { CLIENT_NAMES } from './shown.ts'
import { SECTION, renderSection } from './section.ts'

/** All of it; a whole run gives it eight minutes. */
const BOX_MS = 6 * 60_000
/** Steps wait for answers and for quotas more than they compute. */
const CLIENTS_AT_ONCE = 3

const { values } = parseArgs({ options: { only: { type: 'string' } } })
const names = values.only?.split(',') ?? CLIENT_NAMES
const clients = CLIENTS.filter(({ name }) => names.includes(name) && CLIENT_NAMES.includes(name))
const results: Result[] = []
const adderOf =
  (client: ForeignClient) =>
  (scenario: string, outcome: Outcome): void => {
    results.push({ target: 'Leat', security: 'SASL_SSL', client: client.name, scenario, outcome })
    if (outcome.kind === 'failed') console.log(`failed: ${client.name}, ${scenario}: ${outcome.detail}`)
  }

const programs = new Map<ForeignClient, Conversation>()
await using started = new AsyncDisposableStack()
const box = setTimeout(() => void endNow(`not done after ${BOX_MS / 60_000} minutes`), BOX_MS)
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void endNow(signal))
for (const client of clients) {
  try {
    programs.set(client, started.use(new Conversation(await client.prepare())))
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error
    adderOf(client)('all', { kind: 'skipped', detail: error.message })
  }
}

const cloud = started.use(await startCloud())
const created = await cloud.createCluster('dedicated', { kind: 'Dedicated', cku: 1 })
const dedicated = { ...created, admin: await cloud.createAdminKey(created.id) }
const queue = [...programs]
await Promise.all(
  Array.from({ length: CLIENTS_AT_ONCE }, async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const [client, program] = next
      const began = performance.now()
      using operator = await RawClient.connect(cloud.up.bootstrap)
      await playOne(client, { client: client.name, program, cloud, cluster: cloud.first, dedicated, operator, add: adderOf(client) })
      console.log(`${client.name}: ${((performance.now() - began) / 1000).toFixed(1)} s`)
    }
  }),
)

clearTimeout(box)
if (values.only === undefined) writeSection(join(CONFORMANCE_DIR, '../docs/clients.md'), SECTION, renderSection(results))
for (const { client, outcome } of results) if (outcome.kind === 'skipped') console.log(`skipped: ${client}: ${outcome.detail}`)
console.log(`${count(results, 'passed')} passed, ${count(results, 'failed')} failed, ${count(results, 'skipped')} skipped`)
process.exitCode = count(results, 'failed') === 0 ? 0 : 1

/** What was started ends on every way out. */
async function endNow(why: string): Promise<void> {
  await started.disposeAsync()
  console.log(
    `failed: ${why}\n${count(results, 'passed')} passed, ${count(results, 'failed') + 1} failed, ${count(results, 'skipped')} skipped`,
  )
  process.exit(1)
}

/** A client that goes wrong ends its own part only. */
async function playOne(client: ForeignClient, setting: Play): Promise<void> {
  try {
    await play(setting)
  } catch (error) {
    adderOf(client)('all', { kind: 'failed', detail: error instanceof Error ? error.message : String(error) })
  }
}
