import { command } from '../command.ts'
import { ENVIRONMENT_FLAGS, OUTPUT_FLAG } from '../flags.ts'
import { type Column, record } from '../view.ts'

const ENDPOINTS: readonly Column[] = [{ key: 'public_endpoint_url', title: 'Public Endpoint URL', whole: true }]

export const registryEndpointList = command({
  path: 'schema-registry endpoint list',
  summary: 'List all schema registry endpoints.',
  more: 'A Leat has one: there are no private networks and no catalog.',
  flags: { ...ENVIRONMENT_FLAGS, ...OUTPUT_FLAG },
  examples: [{ does: 'List the endpoints of the current environment.', line: 'schema-registry endpoint list' }],
  async run(context) {
    const session = await context.session()
    if (!session.ok) return session
    const cluster = await session.value.registry()
    return cluster.ok ? record(ENDPOINTS, { public_endpoint_url: cluster.value.url }) : cluster
  },
})
