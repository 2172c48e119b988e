import { command } from '../command.ts'
import { CONTEXT_FLAG, OUTPUT_FLAG } from '../flags.ts'
import { type Column, list } from '../view.ts'

const REGION: readonly Column[] = [
  { key: 'cloud', title: 'Cloud', whole: true },
  { key: 'cloud_name', title: 'Cloud Name', extra: true },
  { key: 'region', title: 'Region', whole: true },
  { key: 'region_name', title: 'Region Name' },
]

export const kafkaRegionList = command({
  path: 'kafka region list',
  summary: 'List clouds and their regions. In a Leat they are names: all of them are this machine.',
  flags: { cloud: { type: 'text', summary: 'Only this cloud.', choices: ['aws', 'azure', 'gcp'] }, ...CONTEXT_FLAG, ...OUTPUT_FLAG },
  examples: [{ does: 'List the regions of a cloud.', line: 'kafka region list --cloud aws' }],
  async run(context, { flags }) {
    const session = await context.session()
    if (!session.ok) return session
    const answer = await session.value.control.one('getEnvironmentMetadata', {})
    if (!answer.ok) return answer
    const clouds = answer.value.clouds.filter(({ id }) => flags.cloud === undefined || id === flags.cloud)
    return list(
      REGION,
      clouds.flatMap((cloud) =>
        cloud.regions.map(({ id, name }) => ({ cloud: cloud.id, cloud_name: cloud.name, region: id, region_name: name })),
      ),
    )
  },
})
