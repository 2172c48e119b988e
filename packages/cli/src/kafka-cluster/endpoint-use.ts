import { command } from '../command.ts'
import { failed } from '../complaint.ts'
import { changeContext } from '../config/model.ts'
import { CLUSTER_FLAGS } from '../flags.ts'
import { text } from '../view.ts'
import { findCluster } from './find.ts'

export const kafkaClusterEndpointUse = command({
  path: 'kafka cluster endpoint use',
  summary: 'Choose the address at which a Kafka cluster is reached.',
  args: [{ name: 'endpoint', summary: 'As in the list of endpoints.' }],
  flags: CLUSTER_FLAGS,
  examples: [{ does: 'Reach the current cluster at its public address.', line: 'kafka cluster endpoint use PUBLIC' }],
  async run(context, { args: [endpoint = ''] }) {
    const session = await context.session()
    if (!session.ok) return session
    const found = await findCluster(session.value, undefined)
    if (!found.ok) return found
    const { id, spec } = found.value.cluster
    const endpoints = spec.endpoints ?? {}
    const addresses = Object.entries(endpoints).find(
      ([name, { http_endpoint: http }]) => name.toLowerCase() === endpoint.toLowerCase() || http === endpoint,
    )
    if (addresses === undefined)
      return failed(
        `endpoint "${endpoint}" is none of Kafka cluster "${id}"`,
        `List what there is with "leat kafka cluster endpoint list --cluster ${id}".`,
      )
    context.config.change((all) =>
      changeContext(all, session.value.login.name, (one) => ({ ...one, endpoints: { ...one.endpoints, [id]: addresses[0] } })),
    )
    return text(`Set Kafka endpoint "${addresses[0]}" as the active endpoint for Kafka cluster "${id}".`)
  },
})
