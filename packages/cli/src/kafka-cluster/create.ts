import { fail } from '@leat/base'
import { command } from '../command.ts'
import type { Complaint } from '../complaint.ts'
import { ENVIRONMENT_FLAGS, OUTPUT_FLAG } from '../flags.ts'
import type { ControlCalls } from '@leat/api/calls'
import { record } from '../view.ts'
import { CLUSTER, clusterRow } from './columns.ts'
import { limitsOf } from './limits.ts'
import { waitUntilUp } from './wait.ts'

type Spec = ControlCalls['createCmkV2Cluster']['body']['spec']

export const kafkaClusterCreate = command({
  path: 'kafka cluster create',
  summary: 'Create a Kafka cluster.',
  args: [{ name: 'name', summary: 'Its name.' }],
  flags: {
    cloud: { type: 'text', summary: 'Cloud provider, by name only.', choices: ['aws', 'azure', 'gcp'], required: true },
    region: { type: 'text', summary: 'Region; "leat kafka region list" has them.', required: true },
    availability: { type: 'text', summary: 'Availability.', choices: ['single-zone', 'multi-zone', 'low', 'high'], default: 'single-zone' },
    type: { type: 'text', summary: 'Type.', choices: ['basic', 'standard', 'enterprise', 'freight', 'dedicated'], default: 'basic' },
    cku: { type: 'number', summary: 'CKUs; for Dedicated clusters, which need it.' },
    'max-ecku': { type: 'number', summary: 'Most eCKUs; for the other types.' },
    'deletion-protection': { type: 'switch', summary: 'Refuse deletion until this is off again.' },
    wait: { type: 'switch', summary: 'Come back when clients can use it.' },
    ...ENVIRONMENT_FLAGS,
    ...OUTPUT_FLAG,
  },
  examples: [
    { does: 'Create a Basic cluster.', line: 'kafka cluster create orders --cloud aws --region us-east-1' },
    {
      does: 'Create a Dedicated cluster with two CKUs and wait for it.',
      line: 'kafka cluster create big --cloud gcp --region us-central1 --type dedicated --cku 2 --wait',
    },
  ],
  async run(context, { args: [name = ''], flags }) {
    const session = await context.session()
    if (!session.ok) return session
    const environment = session.value.environment()
    if (!environment.ok) return environment
    const { control, login } = session.value
    const spec: Spec = {
      display_name: name,
      // What Leat does not have is refused by the control plane, in words.
      availability: flags.availability.toUpperCase().replace('-', '_') as Spec['availability'],
      cloud: flags.cloud.toUpperCase() as Spec['cloud'],
      region: flags.region,
      config: { kind: capitalized(flags.type) as Spec['config']['kind'], cku: flags.cku, max_ecku: flags['max-ecku'] },
      deletion_protection: flags['deletion-protection'],
      environment: { id: environment.value },
    }
    const created = await control.one('createCmkV2Cluster', { body: { spec } })
    if (!created.ok) return fail(withRegions(created.error))
    const cluster = flags.wait === true ? await waitUntilUp(context, control, created.value, environment.value) : created
    if (!cluster.ok) return cluster
    const limits = await limitsOf(control, cluster.value, environment.value)
    return record(CLUSTER, { ...clusterRow(cluster.value, login.clusters[environment.value]), ...limits })
  },
})

function withRegions(refused: Complaint): Complaint {
  const isRegion = refused.text.includes('cloud and/or region')
  return isRegion ? { ...refused, suggestions: ['List regions with "leat kafka region list".'] } : refused
}

export function capitalized(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1)
}
