/** The registry as it is on the nodes of a test's group: two tenants, named by a header that is passed on. */
import { type Clock, ok, silentLogger, silentMeter } from '@leat/base'
import type { HttpHandler } from '@leat/rest'
import { inlineWorker, knownRegistrations, openAccess, type RegistryAccess, registryHandler, registryService } from '../../src/index.ts'
import type { RegistryNode } from '../../src/node/index.ts'
import { queries, type RegistryState, registrySchema, type StoredVersion, subjectText } from '../../src/state/index.ts'
import type { ServedRegistry } from './fixture.ts'
import type { Workload } from './kill.sim.ts'

const TENANTS = ['lsrc-first', 'lsrc-other']
const TENANT_HEADER = 'target-sr-cluster'
const SUBJECTS = 12
const SCHEMAS = 60

const access: RegistryAccess = {
  ...openAccess(),
  admit(caller, request, writes) {
    const admitted = openAccess().admit(caller, request, writes)
    return admitted.ok ? ok({ ...admitted.value, tenant: request.headers[TENANT_HEADER] ?? TENANTS[0]! }) : admitted
  },
}

const served: ServedRegistry<RegistryState> = {
  schema: registrySchema({ compatibilityLevel: 'NONE', firstId: 100_001, tenants: 'by-prefix' }),
  handler(node: RegistryNode<RegistryState>, clock: Clock): HttpHandler {
    const service = registryService({ store: node.store, worker: inlineWorker(), clock, modesMutable: true, behavesAs: 8 })
    const info = { kafkaCluster: 'lkc-test', group: 'schema-registry' }
    const parts = { service, access, info, clock, logger: silentLogger, meter: silentMeter }
    return node.serve(registryHandler(parts), knownRegistrations(parts))
  },
}

/** Few subjects and schemas: they meet in a subject, a schema stands in several, and what is there already is registered again. */
export const realRegistry: Workload<RegistryState> = {
  registry: served,
  write(_n, random) {
    const [tenant, subject, schema] = [TENANTS[random.below(2)]!, `s${random.below(SUBJECTS)}`, schemaOf(random.below(SCHEMAS))]
    const path = `/subjects/${subject}/versions`
    return {
      name: nameOf(tenant, subject, schema),
      request: { method: 'POST', path, body: { schema }, headers: { [TENANT_HEADER]: tenant } },
    }
  },
  problems(state, answered) {
    const [ids, schemas] = [new Map<string, string>(), new Map<string, string>()]
    const problems: string[] = []
    const found = new Map<string, number>()
    for (const { tenant, version } of all(state)) {
      const { id, schema } = version
      const name = nameOf(tenant, subjectText(version.subject), schema)
      if (found.has(name)) problems.push(`${name} has two versions`)
      found.set(name, id)
      if ((ids.get(`${tenant} ${id}`) ?? schema) !== schema) problems.push(`${tenant}: ${id} was given twice`)
      if ((schemas.get(`${tenant} ${schema}`) ?? String(id)) !== String(id)) problems.push(`${tenant}: ${schema} has two ids`)
      ids.set(`${tenant} ${id}`, schema)
      schemas.set(`${tenant} ${schema}`, String(id))
    }
    const lost = [...answered].filter(([name, id]) => found.get(name) !== id)
    return [...problems, ...lost.map(([name, id]) => `${name} was answered ${id} and is ${String(found.get(name))}`)]
  },
  contents: (state) => JSON.stringify(all(state)),
}

function all(state: RegistryState): readonly { readonly tenant: string; readonly version: StoredVersion }[] {
  return TENANTS.flatMap((tenant) =>
    queries
      .schemas(state, { tenant, prefix: ':*:', deletion: 'all' }, { latestOnly: false, aliases: false })
      .map((version) => ({ tenant, version })),
  )
}

function schemaOf(n: number): string {
  return `{"type":"enum","name":"E","symbols":["S${n}"]}`
}

function nameOf(tenant: string, subject: string, schema: string): string {
  return `${tenant} ${subject} ${schema}`
}

/** Loads what reads schemas: it takes real time, of which a virtual clock knows nothing. */
export async function readyToRead(): Promise<void> {
  await using worker = inlineWorker()
  const source = { schema: schemaOf(0), references: [], resolved: new Map<string, string>() }
  await worker.run({ kind: 'parse', type: 'AVRO', source, options: { isNew: true }, normalize: false })
}
