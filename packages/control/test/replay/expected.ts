/** Bodies as sequences expect them. */

export const envelope = (api_version: string, kind: string, id: string, path: string, crn: string) => ({
  api_version,
  kind,
  id,
  metadata: {
    self: `{base}${path}`,
    resource_name: `crn://confluent.cloud/organization={organization}${crn}`,
    created_at: '<time>',
    updated_at: '<time>',
  },
})

export const list = (api_version: string, kind: string, data: readonly unknown[]) => ({
  api_version,
  kind,
  metadata: { first: '<url>', last: '<url>', total_size: data.length },
  data,
})

/** The `id` of a create keeps it under a name; later answers have it. */
export const environment = (name: string, id: string, governance = 'ESSENTIALS') => ({
  ...envelope('org/v2', 'Environment', id, '/org/v2/environments/{env}', '/environment={env}'),
  display_name: name,
  stream_governance_config: { package: governance },
})

export const DEFAULT_ENVIRONMENT = {
  ...envelope('org/v2', 'Environment', '{default}', '/org/v2/environments/{default}', '/environment={default}'),
  display_name: 'default',
  stream_governance_config: { package: 'ESSENTIALS' },
}

export const environmentReference = (env = '{default}') => ({
  id: env,
  related: `{base}/org/v2/environments/${env}`,
  resource_name: `crn://confluent.cloud/organization={organization}/environment=${env}`,
})

/** As the SDK sends a reference: with its read-only fields, empty. */
export const sent = (id: string) => ({ id, related: '', resource_name: '' })

export const cluster = (id: string, spec: object, status: object, env = '{default}') => ({
  ...envelope('cmk/v2', 'Cluster', id, '/cmk/v2/clusters/{lkc}', `/environment=${env}/cloud-cluster={lkc}/kafka={lkc}`),
  spec: { deletion_protection: false, environment: environmentReference(env), ...spec },
  status,
})

export const endpoints = (port: number) => ({
  kafka_bootstrap_endpoint: `SASL_SSL://localhost:${port}`,
  http_endpoint: '{base}',
  endpoints: { PUBLIC: { kafka_bootstrap_endpoint: `localhost:${port}`, http_endpoint: '{base}', connection_type: 'PUBLIC' } },
})

export const notFound = (detail: string) => ({ errors: [{ id: '<any>', status: '404', title: 'Not Found', detail }] })

export const usageLimits = { usage_limits: { tier_limits: '<any>', cku_limits: '<any>' } }

export const registry = (env: string, cloud: string, region: string) => ({
  ...envelope('srcm/v3', 'Cluster', '<lsrc-:lsrc>', '/srcm/v3/clusters/{lsrc}', `/environment=${env}/schema-registry={lsrc}`),
  spec: {
    display_name: 'Stream Governance Package',
    package: 'ESSENTIALS',
    http_endpoint: 'http://localhost:8081',
    cloud,
    region,
    environment: environmentReference(env),
  },
  status: { phase: 'PROVISIONED' },
})
