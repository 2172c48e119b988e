import { ok } from '@leat/base'
import type { Operation } from '@leat/rest'
import { getDeployment, getRoot, getServerId, getServerVersion, postRoot } from '../api/server.ts'
import { registryOperation, type RegistryParts } from './context.ts'

/** The release whose behaviour this is; clients decide by it what they may use. */
const RELEASES = { 7: '7.9.0', 8: '8.2.0' } as const

export function serverOperations(parts: RegistryParts): readonly Operation[] {
  const { info, service } = parts
  return [
    registryOperation(parts, getRoot, async () => ok({ body: {} })),
    registryOperation(parts, postRoot, async () => ok({ body: {} })),
    registryOperation(parts, getServerId, async () =>
      ok({
        body: { scope: { path: [], clusters: { 'kafka-cluster': info.kafkaCluster, 'schema-registry-cluster': info.group } }, id: '' },
      }),
    ),
    registryOperation(parts, getServerVersion, async () =>
      ok({ body: { version: RELEASES[service.options.behavesAs], commitId: 'leat' } }),
    ),
    registryOperation(parts, getDeployment, async () => ok({ body: { properties: [] } })),
  ]
}
