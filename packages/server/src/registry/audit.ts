import type { Control } from '@leat/control'
import type { RecordedCall } from '@leat/registry'

/** What the cloud's audit log calls changes, by the endpoint's id. */
const METHODS: Readonly<Record<string, string>> = {
  register: 'RegisterSchema',
  modifySchemaTags: 'RegisterSchema',
  deleteSchemaVersion: 'DeleteSchemaVersion',
  deleteSubject: 'DeleteSubject',
  updateSubjectLevelConfig: 'UpdateSubjectConfig',
  deleteSubjectConfig: 'DeleteSubjectConfig',
  updateMode: 'UpdateSubjectMode',
  deleteSubjectMode: 'DeleteSubjectMode',
  updateTopLevelConfig: 'UpdateGlobalConfig',
  deleteTopLevelConfig: 'UpdateGlobalConfig',
  updateTopLevelMode: 'UpdateGlobalMode',
  deleteTopLevelMode: 'UpdateGlobalMode',
}
/** Refusals of reads. */
const AUTHORIZE = 'Authorize'

/** A change of a registry, or a refusal, as an event. What has no name in the cloud's log is no event. */
export function recordCall(
  { context }: Control,
  { caller, request, admission, endpoint, subject, modifies, granted, succeeded }: RecordedCall,
): void {
  const method = METHODS[endpoint] ?? (granted ? null : AUTHORIZE)
  const registry = context.store.state['registry-cluster'].get(admission.tenant)
  if (method === null || registry === undefined) return
  const { organization, environment, id } = registry
  const within = subject === null ? '' : `/subject=${encodeURIComponent(subject)}`
  context.audit.record({
    kind: 'control',
    atMs: context.clock.now(),
    organization,
    method: `schema-registry.${method}`,
    caller,
    identity: null,
    resource: `crn://confluent.cloud/organization=${organization}/environment=${environment}/schema-registry=${id}${within}`,
    modifies,
    granted,
    status: succeeded ? 'SUCCESS' : 'FAILURE',
    data: {},
    requestId: request.id,
    clientAddress: request.remoteAddress,
  })
}
