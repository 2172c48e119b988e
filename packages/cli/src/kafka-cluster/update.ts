import { command } from '../command.ts'
import { failed } from '../complaint.ts'
import { ENVIRONMENT_FLAGS, OUTPUT_FLAG } from '../flags.ts'
import type { ControlCalls } from '@leat/api/calls'
import { record } from '../view.ts'
import { CLUSTER, clusterRow } from './columns.ts'
import { capitalized } from './create.ts'
import { findCluster } from './find.ts'
import { limitsOf } from './limits.ts'

type Spec = ControlCalls['updateCmkV2Cluster']['body']['spec']

export const kafkaClusterUpdate = command({
  path: 'kafka cluster update',
  summary: "Change a Kafka cluster's name, size, type or deletion protection.",
  args: [{ name: 'id', summary: 'Kafka cluster ID.' }],
  flags: {
    name: { type: 'text', summary: 'New name.' },
    cku: { type: 'number', summary: 'CKUs of a Dedicated cluster; fewer of them one at a time.' },
    type: { type: 'text', summary: 'New type; from Basic to Standard only.', choices: ['basic', 'standard', 'dedicated'] },
    'max-ecku': { type: 'number', summary: 'Most eCKUs.' },
    'deletion-protection': { type: 'switch', summary: 'Refuse deletion; "=false" allows it again.' },
    ...ENVIRONMENT_FLAGS,
    ...OUTPUT_FLAG,
  },
  examples: [
    { does: 'Rename a cluster and give it three CKUs.', line: 'kafka cluster update lkc-a1b2c3 --name sales --cku 3' },
    { does: 'Make a Basic cluster a Standard one.', line: 'kafka cluster update lkc-a1b2c3 --type standard' },
  ],
  async run(context, { args: [id = ''], flags }) {
    const { name, cku, type, 'max-ecku': eckuMax, 'deletion-protection': protection } = flags
    const resized = cku !== undefined || type !== undefined || eckuMax !== undefined
    if (!resized && name === undefined && protection === undefined)
      return failed('nothing to change', 'Give --name, --cku, --type, --max-ecku or --deletion-protection.')
    const session = await context.session()
    if (!session.ok) return session
    const found = await findCluster(session.value, id)
    if (!found.ok) return found
    const { cluster, environment, current } = found.value
    const { control } = session.value
    const kind = (type === undefined ? cluster.spec.config.kind : capitalized(type)) as 'Basic' | 'Standard' | 'Dedicated'
    const spec: Spec = {
      environment: { id: environment },
      display_name: name,
      deletion_protection: protection,
      ...(resized ? { config: { kind, cku, max_ecku: eckuMax } } : {}),
    }
    const updated = await control.one('updateCmkV2Cluster', { params: { id }, body: { spec } })
    if (!updated.ok) return updated
    return record(CLUSTER, { ...clusterRow(updated.value, current), ...(await limitsOf(control, updated.value, environment)) })
  },
})
