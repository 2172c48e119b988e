import { fail } from '@leat/base'
import { command } from '../../command.ts'
import { failed } from '../../complaint.ts'
import { confirm } from '../../confirm.ts'
import { CLUSTER_FLAGS, FORCE_FLAG } from '../../flags.ts'
import { text } from '../../view.ts'
import { onCluster } from '../on-cluster.ts'
import { refused } from '../refusals.ts'
import { BINDING_FLAGS, bindingsOf } from './flags.ts'

export const aclDelete = command({
  path: 'kafka acl delete',
  summary: 'Delete Kafka ACLs, those of each operation that is named.',
  flags: { ...BINDING_FLAGS, ...FORCE_FLAG, ...CLUSTER_FLAGS },
  examples: [
    { does: 'Take back what was allowed.', line: 'kafka acl delete --allow --service-account sa-55555 --operations read --topic orders' },
  ],
  async run(context, { flags }) {
    const bindings = bindingsOf(flags)
    if (!bindings.ok) return bindings
    const on = await onCluster(context)
    if (!on.ok) return on
    const { cluster, params } = on.value
    let count = 0
    for (const query of bindings.value) {
      const found = await cluster.rest.all('getKafkaAcls', { params, query })
      if (!found.ok) return fail(refused(found.error))
      if (found.value.length === 0)
        return failed('one or more ACLs matching these parameters not found', 'To check for valid ACLs, use "leat kafka acl list".')
      count += found.value.length
    }
    if (flags.force !== true) {
      const sure = await confirm(context, `delete the ${count === 1 ? 'ACL' : `${count} ACLs`} corresponding to these parameters`, 'y')
      if (!sure.ok) return sure
    }
    let deleted = 0
    for (const query of bindings.value) {
      const removed = await cluster.rest.one('deleteKafkaAcls', { params, query })
      if (!removed.ok) return fail(refused(removed.error))
      deleted += removed.value.data.length
    }
    return text(`Deleted ${deleted} ACL${deleted === 1 ? '' : 's'}.`)
  },
})
