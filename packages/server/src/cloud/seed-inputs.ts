import type { SeedInputs } from '@leat/control'
import type { Prepared } from '../platform/prepare.ts'

/** What the files of the data directory say of the first organization, whichever release wrote them. */
export function seedInputs({ identity, secrets, listeners }: Pick<Prepared, 'identity' | 'secrets' | 'listeners'>): SeedInputs {
  const { kafka, cloud, registry, admin } = secrets
  return {
    user: { ...admin, fullName: 'Leat Admin' },
    cluster: { id: identity.cluster, name: 'cluster_0', ports: listeners.ports.saslSsl },
    cloud: 'AWS',
    region: 'us-east-1',
    auditCluster: identity.systemCluster,
    kafkaKey: { id: kafka.apiKey, secret: kafka.apiSecret },
    cloudKey: { id: cloud.apiKey, secret: cloud.apiSecret },
    registryKey: { id: registry.apiKey, secret: registry.apiSecret, isNew: secrets.isRegistryNew },
  }
}
