import type { AbsentApi, ErrorForm, PathForm } from '@leat/rest'

/** APIs of the cloud that Leat does not have: each of their paths answers 404 in the words of its API, and says so. `docs/parity.md` lists them. */
const ABSENT: readonly (readonly [prefix: string, what: string, form?: ErrorForm])[] = [
  ['/iam/v2/identity-providers', 'Identity providers and pools'],
  ['/iam/v2/sso', 'SSO and group mappings'],
  ['/iam/v2/invitations', 'Invitations'],
  ['/iam/v2/ip-groups', 'IP groups'],
  ['/iam/v2/ip-filters', 'IP filters'],
  ['/iam/v2/ip-filter-summary', 'IP filters'],
  ['/iam/v2/certificate-authorities', 'Certificate authorities and pools'],
  ['/sts/v1', 'Exchange of external tokens'],
  ['/networking/v1', 'Networks and private connections'],
  ['/endpoint/v1', 'Private endpoints'],
  ['/byok/v1', 'Self-managed keys'],
  ['/billing/v1', 'Billing'],
  ['/notifications/v1', 'Notifications'],
  ['/fcpm/v2', 'Flink compute pools'],
  ['/sql/v1', 'Flink statements'],
  ['/artifact/v1', 'Flink artifacts'],
  ['/ksqldbcm/v2', 'ksqlDB'],
  ['/connect/v1', 'Connectors', 'v1'],
  ['/cam/v1', 'Connect artifacts'],
  ['/ccpm/v1', 'Custom connector plugins'],
  ['/cdx/v1', 'Stream sharing'],
  ['/tableflow/v1', 'Tableflow'],
  ['/pim', 'Provider integrations'],
  ['/catalog/v1', 'The stream catalog'],
  ['/stream-governance', 'The older Stream Governance API'],
  ['/srcm/v2', 'The older API of Schema Registry clusters (use /srcm/v3)'],
  ['/v2/metrics', 'The Metrics API'],
]

export const ABSENT_APIS: readonly AbsentApi[] = ABSENT.map(([prefix, what, form = 'control']) => ({
  prefix,
  form,
  detail: `${what}: Leat does not have this API`,
}))

/** How other unknown paths word their 404: those of the newer APIs in the control plane's form, which is the default. */
export const FORMS: readonly PathForm[] = [
  { prefix: '/kafka', form: 'kafka' },
  { prefix: '/security/1.0', form: 'mds' },
  { prefix: '/metadata/security', form: 'mds' },
]
