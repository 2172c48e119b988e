import { ok, type Result } from '@leat/base'
import type { Complaint } from '../complaint.ts'
import { openConfig } from '../config/store.ts'
import { findLogin, httpFor, openLoginSession, type Chosen } from '../session/open.ts'
import type { Session } from '../session/session.ts'
import type { World } from '../run.ts'
import { printable } from '../output/width.ts'
import { idCache } from './id-cache.ts'
import type { IdKind } from './id-places.ts'

/** Nobody waits longer for a tab. */
const ANSWER_MS_MAX = 1_500
/** A shell that shows more helps nobody. */
const IDS_MAX = 1_000

interface Id {
  readonly id: string
  readonly about: string
}

/** `ID<tab>NAME` a line, `ID` where there is no name; empty when they cannot be had in time. `typed`: the words of the line, of which flags like --environment count. */
export async function completeIds(kind: string, typed: readonly string[], world: World): Promise<string> {
  const list = Object.hasOwn(LISTS, kind) ? LISTS[kind as IdKind] : undefined
  if (list === undefined) return ''
  const late = new AbortController()
  using _ = world.clock.after(ANSWER_MS_MAX, () => late.abort())
  const signal = AbortSignal.any([world.signal, late.signal])
  const config = openConfig(world.fs, world.environment.configDir, world.random)
  const chosen: Chosen = { context: flagIn(typed, 'context'), environment: flagIn(typed, 'environment'), cluster: flagIn(typed, 'cluster') }
  try {
    const login = findLogin(config, chosen.context)
    if (!login.ok) return ''
    const cache = idCache(world.fs, world.environment.configDir, world.clock)
    const { name, environment, clusters } = login.value
    const key = JSON.stringify([kind, name, chosen.environment ?? environment, chosen.cluster ?? clusters])
    const kept = cache.read(key)
    if (kept !== null) return kept
    using http = httpFor(login.value.caFile, { ...world, signal })
    const session = openLoginSession(login.value, http, { ...world, config, signal }, chosen)
    if (!session.ok) return ''
    const found = await list(session.value)
    if (!found.ok) return ''
    // Shells expand what they are offered: nothing that means something to one goes there, whatever a server says.
    const plain = found.value.filter(({ id }) => /^[\w.-]+$/.test(id))
    const lines = plain.slice(0, IDS_MAX).map(({ id, about }) => (about === '' ? `${id}\n` : `${id}\t${printable(about)}\n`))
    cache.keep(key, lines.join(''))
    return lines.join('')
  } catch (error) {
    if (signal.aborted) return ''
    throw error
  }
}

const LISTS: Readonly<Record<IdKind, (session: Session) => Promise<Result<readonly Id[], Complaint>>>> = {
  async 'api-key'(session) {
    const keys = await session.control.all('listIamV2ApiKeys', {})
    return keys.ok ? ok(keys.value.map(({ id, spec }) => ({ id, about: spec.description ?? '' }))) : keys
  },
  async cluster(session) {
    const environment = session.environment()
    if (!environment.ok) return environment
    const clusters = await session.control.all('listCmkV2Clusters', { query: { environment: environment.value } })
    return clusters.ok ? ok(clusters.value.map(({ id, spec }) => ({ id, about: spec.display_name }))) : clusters
  },
  async environment(session) {
    const environments = await session.control.all('listOrgV2Environments', {})
    return environments.ok ? ok(environments.value.map(({ id, display_name: about }) => ({ id, about }))) : environments
  },
  async 'service-account'(session) {
    const accounts = await session.control.all('listIamV2ServiceAccounts', {})
    return accounts.ok ? ok(accounts.value.map(({ id, display_name: about }) => ({ id, about }))) : accounts
  },
  async topic(session) {
    const cluster = await session.kafka()
    if (!cluster.ok) return cluster
    const topics = await cluster.value.rest.all('listKafkaTopics', { params: { cluster_id: cluster.value.id } })
    return topics.ok ? ok(topics.value.map(({ topic_name: id }) => ({ id, about: '' }))) : topics
  },
}

/** The value of a flag that is typed already, as the parser would read it. */
function flagIn(typed: readonly string[], name: string): string | undefined {
  const at = typed.findLastIndex((word) => word === `--${name}` || word.startsWith(`--${name}=`))
  const word = typed[at]
  if (word === undefined) return undefined
  const value = word.includes('=') ? word.slice(word.indexOf('=') + 1) : typed[at + 1]
  return value === '' ? undefined : value
}
