import { endpoint } from '@leat/rest'
import * as v from 'valibot'

const networks = v.object({ LOW: v.array(v.string()), HIGH: v.array(v.string()) })
const schedulability = v.object({ shared_network: v.object({ shared_cluster: networks, dedicated_cluster: networks }) })
const zone = v.object({ id: v.string(), name: v.string(), zone_id: v.string(), region_id: v.string() })
const region = v.object({
  id: v.string(),
  cloud: v.string(),
  name: v.string(),
  zones: v.array(zone),
  is_schedulable: v.boolean(),
  is_multizone_enabled: v.boolean(),
  schedulability,
})

/** Undocumented; the CLI lists regions with it. */
export const getEnvironmentMetadata = endpoint({
  id: 'getEnvironmentMetadata',
  api: 'v1',
  errors: 'v1',
  method: 'GET',
  path: '/api/env_metadata',
  summary: 'List clouds and regions',
  access: { kind: 'caller' },
  returns: { status: 200, schema: v.object({ clouds: v.array(v.object({ id: v.string(), name: v.string(), regions: v.array(region) })) }) },
})
