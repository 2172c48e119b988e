import { command } from '../command.ts'
import { ENVIRONMENT_FLAGS, OUTPUT_FLAG } from '../flags.ts'
import { list, type Row } from '../view.ts'
import { CLUSTER_LIST, clusterRow } from './columns.ts'

export const kafkaClusterList = command({
  path: 'kafka cluster list',
  summary: 'List the Kafka clusters of an environment.',
  flags: { all: { type: 'switch', summary: 'List those of all environments.' }, ...ENVIRONMENT_FLAGS, ...OUTPUT_FLAG },
  examples: [
    { does: 'List clusters; * marks the current one.', line: 'kafka cluster list' },
    { does: 'List the clusters of the organization.', line: 'kafka cluster list --all' },
  ],
  async run(context, { flags }) {
    const session = await context.session()
    if (!session.ok) return session
    const { control, login } = session.value
    const environments: string[] = []
    if (flags.all === true) {
      const all = await control.all('listOrgV2Environments', {})
      if (!all.ok) return all
      environments.push(...all.value.map(({ id }) => id))
    } else {
      const environment = session.value.environment()
      if (!environment.ok) return environment
      environments.push(environment.value)
    }
    const rows: Row[] = []
    for (const environment of environments) {
      const clusters = await control.all('listCmkV2Clusters', { query: { environment } })
      if (!clusters.ok) return clusters
      rows.push(...clusters.value.map((one) => clusterRow(one, login.clusters[environment])))
    }
    return list(CLUSTER_LIST, rows)
  },
})
