import type { RunFile } from '../home/run-file.ts'
import type { Secrets } from '../home/secrets.ts'

/**
 * What Confluent's provider for Terraform reads from its environment. It has no variable for its own `endpoint`, so that one is a variable of the
 * configuration: `variable "endpoint" {}`, `provider "confluent" { endpoint = var.endpoint }`. Null while the control plane is stopped.
 */
export function terraformVariables(
  { cloud, cluster }: RunFile,
  { kafka, cloud: key, registry }: Secrets,
): Readonly<Record<string, string>> | null {
  const { controlPlane } = cloud
  if (controlPlane === null) return null
  return {
    TF_VAR_endpoint: controlPlane,
    CONFLUENT_CLOUD_API_KEY: key.apiKey,
    CONFLUENT_CLOUD_API_SECRET: key.apiSecret,
    KAFKA_ID: cluster,
    KAFKA_REST_ENDPOINT: controlPlane,
    KAFKA_API_KEY: kafka.apiKey,
    KAFKA_API_SECRET: kafka.apiSecret,
    ...registryVariables(cloud, registry),
    // Its release builds wait up to a minute between looks at what is ready here at once.
    TF_ACC: '1',
  }
}

/** All four or none: the provider refuses to start with some of them. */
function registryVariables(
  { schemaRegistry, schemaRegistryCluster, hasRegistryKey }: RunFile['cloud'],
  key: Secrets['registry'],
): Readonly<Record<string, string>> {
  if (schemaRegistryCluster === null || !hasRegistryKey) return {}
  return {
    SCHEMA_REGISTRY_ID: schemaRegistryCluster,
    SCHEMA_REGISTRY_REST_ENDPOINT: schemaRegistry,
    SCHEMA_REGISTRY_API_KEY: key.apiKey,
    SCHEMA_REGISTRY_API_SECRET: key.apiSecret,
  }
}
