import { fail } from '@leat/base'
import { command } from '../../command.ts'
import { failed } from '../../complaint.ts'
import { CLUSTER_FLAGS, OUTPUT_FLAG } from '../../flags.ts'
import { list } from '../../view.ts'
import { onCluster } from '../on-cluster.ts'
import { refused } from '../refusals.ts'
import { ACL, aclRow } from './columns.ts'
import { PRINCIPAL_FLAGS, principalOf, RESOURCE_FLAGS, resourceOf } from './flags.ts'

export const aclList = command({
  path: 'kafka acl list',
  summary: 'List Kafka ACLs: all, or those of a resource or of a principal.',
  flags: { ...RESOURCE_FLAGS, ...PRINCIPAL_FLAGS, ...CLUSTER_FLAGS, ...OUTPUT_FLAG },
  examples: [
    { does: 'List the ACLs of the current cluster.', line: 'kafka acl list' },
    { does: 'List those of a topic.', line: 'kafka acl list --topic orders' },
  ],
  async run(context, { flags }) {
    const resource = resourceOf(flags)
    if (!resource.ok) return failed(resource.error)
    const principal = principalOf(flags)
    if (!principal.ok) return failed(principal.error)
    const on = await onCluster(context)
    if (!on.ok) return on
    const { cluster, params } = on.value
    const query = { ...resource.value, ...(principal.value === null ? {} : { principal: principal.value }) }
    const acls = await cluster.rest.all('getKafkaAcls', { params, query })
    return acls.ok ? list(ACL, acls.value.map(aclRow)) : fail(refused(acls.error))
  },
})
