import { TEST_SEED } from '../../src/testing/platform.ts'
import { IDS, PASSWORD, type WalkWorld } from './walk-world.ts'

export interface WalkRequest {
  readonly params?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string>>
  readonly body?: object
}

/** A request to each endpoint that succeeds for an admin, by the endpoint's id. Endpoints without one need no parameters. */
export function walkRequests({
  organization,
  environment,
}: Pick<WalkWorld, 'organization' | 'environment'>): Readonly<Record<string, WalkRequest>> {
  const within = { environment }
  const crnOfOrganization = `crn://confluent.cloud/organization=${organization}`
  const throughput = { ingress_byte_rate: '1000', egress_byte_rate: '1000' }
  return {
    getOrgV2Organization: { params: { id: organization } },
    updateOrgV2Organization: { params: { id: organization }, body: { display_name: 'Renamed' } },
    createOrgV2Environment: { body: { display_name: 'another' } },
    getOrgV2Environment: { params: { id: environment } },
    updateOrgV2Environment: { params: { id: environment }, body: { display_name: 'renamed' } },
    deleteOrgV2Environment: { params: { id: IDS.environment } },
    listCmkV2Clusters: { query: within },
    createCmkV2Cluster: {
      body: {
        spec: {
          display_name: 'another',
          availability: 'SINGLE_ZONE',
          cloud: 'AWS',
          region: 'us-east-1',
          config: { kind: 'Standard' },
          environment: { id: environment },
        },
      },
    },
    getCmkV2Cluster: { params: { id: IDS.cluster }, query: within },
    updateCmkV2Cluster: { params: { id: IDS.cluster }, body: { spec: { display_name: 'renamed', environment: { id: environment } } } },
    deleteCmkV2Cluster: { params: { id: IDS.cluster }, query: within },
    listSrcmV3Clusters: { query: within },
    getSrcmV3Cluster: { params: { id: IDS.registry }, query: within },
    listKafkaQuotasV1ClientQuotas: { query: { 'spec.cluster': IDS.dedicated, environment } },
    createKafkaQuotasV1ClientQuota: {
      body: {
        spec: {
          display_name: 'another',
          throughput,
          cluster: { id: IDS.dedicated },
          principals: [{ id: IDS.powerless }],
          environment: { id: environment },
        },
      },
    },
    getKafkaQuotasV1ClientQuota: { params: { id: IDS.quota } },
    updateKafkaQuotasV1ClientQuota: { params: { id: IDS.quota }, body: { spec: { display_name: 'renamed' } } },
    deleteKafkaQuotasV1ClientQuota: { params: { id: IDS.quota } },
    listServiceQuotaV1AppliedQuotas: { query: { scope: 'ORGANIZATION' } },
    getServiceQuotaV1AppliedQuota: { params: { id: 'iam.max_environments.per_org' } },
    getServiceQuotaV1Scope: { params: { id: 'organization' } },
    getUsageLimits: { query: { provider: 'AWS', lkc_id: IDS.cluster, env_id: environment } },
    getLoginRealm: { query: { email: TEST_SEED.user.email } },
    createSession: { body: { email: TEST_SEED.user.email, password: PASSWORD } },
    createConsoleSession: { body: { email: TEST_SEED.user.email, password: PASSWORD } },
    createAccessToken: { body: {} },
    createCliV1Usage: { body: { os: 'linux', arch: 'amd64', version: 'v4', command: 'confluent version', flags: [], error: false } },
    getIamV2User: { params: { id: IDS.user } },
    updateIamV2User: { params: { id: IDS.user }, body: { full_name: 'Renamed' } },
    deleteIamV2User: { params: { id: IDS.user } },
    createIamV2ServiceAccount: { body: { display_name: 'another' } },
    getIamV2ServiceAccount: { params: { id: IDS.account } },
    updateIamV2ServiceAccount: { params: { id: IDS.account }, body: { description: 'changed' } },
    deleteIamV2ServiceAccount: { params: { id: IDS.account } },
    createIamV2ApiKey: { body: { spec: { owner: { id: IDS.powerless } } } },
    getIamV2ApiKey: { params: { id: IDS.key } },
    updateIamV2ApiKey: { params: { id: IDS.key }, body: { spec: { description: 'changed' } } },
    deleteIamV2ApiKey: { params: { id: IDS.key } },
    listIamV2RoleBindings: { query: { crn_pattern: `${crnOfOrganization}/*` } },
    createIamV2RoleBinding: {
      body: { principal: `User:${IDS.powerless}`, role_name: 'OrganizationAdmin', crn_pattern: crnOfOrganization },
    },
    getIamV2RoleBinding: { params: { id: IDS.binding } },
    deleteIamV2RoleBinding: { params: { id: IDS.binding } },
    RoleDetail: { params: { role_name: 'OrganizationAdmin' } },
    getServiceAccount: { params: { number: IDS.accountNumber } },
    getExplanation: {
      params: { cluster_id: IDS.cluster },
      query: { principal: `User:${IDS.account}`, operation: 'read', resource_type: 'topic', resource_name: 'orders' },
    },
  }
}
