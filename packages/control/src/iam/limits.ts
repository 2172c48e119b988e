/** Quotas of identity and access that are enforced, by the codes of the service-quota API; part of `quotas/table.ts`. */
export const IAM_QUOTAS = {
  'iam.max_service_accounts.per_org': { scope: 'ORGANIZATION', name: 'Service Accounts Per Organization', limit: 1000 },
  'iam.max_cloud_api_keys.per_org': { scope: 'ORGANIZATION', name: 'Cloud API Keys Per Organization', limit: 3000 },
  'iam.max_cloud_api_keys.per_user': { scope: 'USER_ACCOUNT', name: 'Cloud API Keys Per User', limit: 10 },
  'iam.max_cluster_api_keys.per_user': { scope: 'USER_ACCOUNT', name: 'Cluster API Keys Per User', limit: 10 },
  'iam.max_cloud_api_keys.per_service_account': { scope: 'SERVICE_ACCOUNT', name: 'Cloud API Keys Per Service Account', limit: 100 },
  'iam.max_cluster_api_keys.per_service_account': { scope: 'SERVICE_ACCOUNT', name: 'Cluster API Keys Per Service Account', limit: 100 },
  'iam.max_rbac_role_bindings.per_cluster': { scope: 'KAFKA_CLUSTER', name: 'Role Bindings Per Kafka Cluster', limit: 5000 },
  'iam.max_rbac_role_bindings_all_roles.per_org': { scope: 'ORGANIZATION', name: 'Role Bindings Per Organization', limit: 250_000 },
} as const

/** Has no code. */
export const GLOBAL_KEYS_PER_OWNER_MAX = 2
