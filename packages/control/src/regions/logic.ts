import { ok } from '@leat/base'
import { operation, type Operation } from '@leat/rest'
import type { Cloud } from '../entities.ts'
import { getEnvironmentMetadata } from './api.ts'
import { CLOUDS, type CloudRegions, zonesOf } from './table.ts'

/** Every type of cluster can be made in every region, over public networks only. */
const PUBLIC_ONLY = { LOW: ['PUBLIC'], HIGH: ['PUBLIC'] }

export function regionOperations(): Operation[] {
  const clouds = (Object.entries(CLOUDS) as [Cloud, CloudRegions][]).map(([cloud, { id, name, regions }]) => ({
    id,
    name,
    regions: regions.map(([regionId, place]) => ({
      id: regionId,
      cloud: id,
      // The only place in this answer for saying that a region is a name and no more.
      name: `${place} (on this machine)`,
      zones: zonesOf(cloud, regionId).map((zone) => ({ id: zone, name: zone, zone_id: zone, region_id: regionId })),
      is_schedulable: true,
      is_multizone_enabled: true,
      schedulability: { shared_network: { shared_cluster: PUBLIC_ONLY, dedicated_cluster: PUBLIC_ONLY } },
    })),
  }))
  return [operation(getEnvironmentMetadata, async () => ok({ body: { clouds } }))]
}
