import { CLIENTS } from '../clients/index.ts'
import type { Result } from '../results.ts'
import { cell, notes } from '../table.ts'
import { DENIED, LOGINS, OPERATIONS, THROTTLES } from './operations.ts'

export const SECTION = 'Leat: authorization'

const INTRO = `Over SASL_SSL, as a service account: each operation is refused without a rule, with the error that the client shows, and allowed with exactly
the right ACL and with the right role binding. "Logins" are a wrong secret, a key of another cluster, and a revoked key, whose connection is
cut and whose next login is refused. "Throttling" is the rate of a producer under a client quota of a Dedicated cluster, within 20 % once
the burst is over, and the throttle time that the client shows.
`

const COLUMNS: ReadonlyMap<string, readonly string[]> = new Map([
  ...Object.entries(OPERATIONS).map(
    ([title, operations]) =>
      [title, operations.flatMap(({ name }) => ['refused', 'ACL', 'role'].map((state) => `${name}: ${state}`))] as const,
  ),
  ['denied', [DENIED]] as const,
  ['logins', LOGINS] as const,
  ['throttling', THROTTLES] as const,
])

export function renderSection(results: readonly Result[]): string {
  const clients = CLIENTS.filter(({ name }) => results.some(({ client }) => client === name))
  const rows = clients.map(({ name, title }) => {
    const own = results.filter(({ client }) => client === name)
    return [
      title,
      ...[...COLUMNS.values()].map((scenarios) => cell(own.filter(({ scenario }) => scenarios.includes(scenario) || scenario === 'all'))),
    ]
  })
  const head = ['client', ...COLUMNS.keys()]
  const lines = [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |\n`)
  return `${INTRO}\n${lines.join('')}${notes(results.map(once))}`
}

/** What a client does not offer is the same in each state. */
function once(result: Result): Result {
  return result.outcome.kind === 'not-offered' ? { ...result, scenario: result.scenario.replace(/: (refused|ACL|role)$/, '') } : result
}
