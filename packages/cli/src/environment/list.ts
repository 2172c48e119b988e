import { command } from '../command.ts'
import { CONTEXT_FLAG, OUTPUT_FLAG } from '../flags.ts'
import { list } from '../view.ts'
import { ENVIRONMENT, environmentRow } from './columns.ts'

export const environmentList = command({
  path: 'environment list',
  summary: 'List environments.',
  flags: { ...CONTEXT_FLAG, ...OUTPUT_FLAG },
  examples: [{ does: 'List environments; * marks the current one.', line: 'environment list' }],
  async run(context) {
    const session = await context.session()
    if (!session.ok) return session
    const environments = await session.value.control.all('listOrgV2Environments', {})
    if (!environments.ok) return environments
    const { environment: current } = session.value.login
    return list(
      ENVIRONMENT,
      environments.value.map((one) => environmentRow(one, current)),
    )
  },
})
