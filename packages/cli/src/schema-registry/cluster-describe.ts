import { command } from '../command.ts'
import { ENVIRONMENT_FLAGS, OUTPUT_FLAG } from '../flags.ts'
import { type Column, record } from '../view.ts'
import { allSchemas } from './all-schemas.ts'
import { KEY_FLAGS } from '../kafka/key.ts'
import { registryGiven } from './flags.ts'
import { withRegistry } from './with-registry.ts'

const CLUSTER: readonly Column[] = [
  { key: 'name', title: 'Name' },
  { key: 'cluster', title: 'Cluster', whole: true },
  { key: 'endpoint_url', title: 'Endpoint URL', whole: true },
  { key: 'used_schemas', title: 'Used Schemas' },
  { key: 'available_schemas', title: 'Available Schemas' },
  { key: 'free_schemas_limit', title: 'Free Schemas Limit' },
  { key: 'global_compatibility', title: 'Global Compatibility' },
  { key: 'mode', title: 'Mode' },
  { key: 'cloud', title: 'Cloud' },
  { key: 'region', title: 'Region' },
  { key: 'package', title: 'Package' },
]

export const registryClusterDescribe = command({
  path: 'schema-registry cluster describe',
  summary: 'Describe the Schema Registry cluster for this environment.',
  flags: { ...KEY_FLAGS, ...ENVIRONMENT_FLAGS, ...OUTPUT_FLAG },
  examples: [{ does: 'Describe the Schema Registry of the current environment.', line: 'schema-registry cluster describe' }],
  async run(context, { flags }) {
    return withRegistry(context, registryGiven(flags), async ({ ask, cluster }) => {
      const config = await ask.one('getTopLevelConfig', {})
      if (!config.ok) return config
      const mode = await ask.one('getTopLevelMode', {})
      if (!mode.ok) return mode
      const limits = await ask.one('getClusterConfig', {})
      if (!limits.ok) return limits
      const schemas = await allSchemas(ask, { subjectPrefix: ':*:', deleted: true })
      if (!schemas.ok) return schemas
      const { maxSchemas } = limits.value
      const used = schemas.value.length
      return record(CLUSTER, {
        name: cluster?.name,
        cluster: cluster?.id,
        endpoint_url: cluster?.url,
        used_schemas: String(used),
        available_schemas: String(Math.max(maxSchemas - used, 0)),
        free_schemas_limit: maxSchemas,
        global_compatibility: config.value.compatibilityLevel,
        mode: mode.value.mode,
        cloud: cluster?.cloud.toLowerCase(),
        region: cluster?.region,
        package: cluster?.package.toLowerCase(),
      })
    })
  },
})
