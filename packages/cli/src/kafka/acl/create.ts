import { fail } from '@leat/base'
import { command } from '../../command.ts'
import { CLUSTER_FLAGS, OUTPUT_FLAG } from '../../flags.ts'
import { list } from '../../view.ts'
import { onCluster } from '../on-cluster.ts'
import { refused } from '../refusals.ts'
import { ACL, aclRow } from './columns.ts'
import { BINDING_FLAGS, bindingsOf } from './flags.ts'

export const aclCreate = command({
  path: 'kafka acl create',
  summary: 'Create Kafka ACLs, one for each operation.',
  flags: { ...BINDING_FLAGS, ...CLUSTER_FLAGS, ...OUTPUT_FLAG },
  examples: [
    {
      does: 'Let a service account read a topic: it needs the group, too, with a command of its own.',
      line: 'kafka acl create --allow --service-account sa-55555 --operations read,describe --topic orders',
    },
    {
      does: '',
      line: 'kafka acl create --allow --service-account sa-55555 --operations read,describe --consumer-group java_example_group_1',
    },
  ],
  async run(context, { flags }) {
    const bindings = bindingsOf(flags)
    if (!bindings.ok) return bindings
    const on = await onCluster(context)
    if (!on.ok) return on
    const { cluster, params } = on.value
    for (const body of bindings.value) {
      const created = await cluster.rest.one('createKafkaAcls', { params, body })
      if (!created.ok) return fail(refused(created.error))
    }
    return list(ACL, bindings.value.map(aclRow))
  },
})
