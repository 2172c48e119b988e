/** The endpoints as data, apart from what they do: for clients and documents. */
import type { Endpoint } from '@leat/rest'
import { createCluster, deleteCluster, getCluster, listClusters, updateCluster } from './clusters/api.ts'
import { createConsoleSession, deleteConsoleSession, getConsoleSession, listAuditEvents } from './console/api.ts'
import { createEnvironment, deleteEnvironment, getEnvironment, listEnvironments, updateEnvironment } from './environments/api.ts'
import { createApiKey, deleteApiKey, getApiKey, listApiKeys, updateApiKey } from './iam/api-keys/api.ts'
import { explain } from './iam/explanations/api.ts'
import { getRole, listRoleNames, listRoles } from './iam/mds/api.ts'
import { getV1ServiceAccount, listIamV1ServiceAccounts, listIamV1Users, listV1ServiceAccounts, listV1Users } from './iam/people/api.ts'
import { createRoleBinding, deleteRoleBinding, getRoleBinding, listRoleBindings } from './iam/role-bindings/api.ts'
import {
  createServiceAccount,
  deleteServiceAccount,
  getServiceAccount,
  listServiceAccounts,
  updateServiceAccount,
} from './iam/service-accounts/api.ts'
import { createAccessToken, createSession, createUsage, deleteSession, getFreeTrialInfo, getLoginRealm, getMe } from './iam/sessions/api.ts'
import { deleteUser, getUser, listUsers, updateUser } from './iam/users/api.ts'
import { getOrganization, listOrganizations, updateOrganization } from './organizations/api.ts'
import { createClientQuota, deleteClientQuota, getClientQuota, listClientQuotas, updateClientQuota } from './quotas/client-api.ts'
import { getAppliedQuota, getScope, listAppliedQuotas, listScopes } from './quotas/service-api.ts'
import { getUsageLimits } from './quotas/usage-limits-api.ts'
import { getEnvironmentMetadata } from './regions/api.ts'
import { getRegistryCluster, listRegistryClusters } from './registry-clusters/api.ts'

export const controlEndpoints: readonly Endpoint[] = [
  listOrganizations,
  getOrganization,
  updateOrganization,
  listEnvironments,
  createEnvironment,
  getEnvironment,
  updateEnvironment,
  deleteEnvironment,
  listClusters,
  createCluster,
  getCluster,
  updateCluster,
  deleteCluster,
  listRegistryClusters,
  getRegistryCluster,
  getEnvironmentMetadata,
  listAppliedQuotas,
  getAppliedQuota,
  listScopes,
  getScope,
  listClientQuotas,
  createClientQuota,
  getClientQuota,
  updateClientQuota,
  deleteClientQuota,
  getUsageLimits,
  getLoginRealm,
  createSession,
  deleteSession,
  createAccessToken,
  getMe,
  getFreeTrialInfo,
  createUsage,
  listV1Users,
  listV1ServiceAccounts,
  getV1ServiceAccount,
  listIamV1Users,
  listIamV1ServiceAccounts,
  listUsers,
  getUser,
  updateUser,
  deleteUser,
  listServiceAccounts,
  createServiceAccount,
  getServiceAccount,
  updateServiceAccount,
  deleteServiceAccount,
  listApiKeys,
  createApiKey,
  getApiKey,
  updateApiKey,
  deleteApiKey,
  listRoleBindings,
  createRoleBinding,
  getRoleBinding,
  deleteRoleBinding,
  listRoles,
  getRole,
  listRoleNames,
  explain,
  createConsoleSession,
  getConsoleSession,
  deleteConsoleSession,
  listAuditEvents,
]
