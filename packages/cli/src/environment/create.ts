import { command } from '../command.ts'
import { CONTEXT_FLAG, OUTPUT_FLAG } from '../flags.ts'
import { record } from '../view.ts'
import { ENVIRONMENT, environmentRow, governance, PACKAGE_FLAG } from './columns.ts'

export const environmentCreate = command({
  path: 'environment create',
  summary: 'Create an environment.',
  args: [{ name: 'name', summary: 'Its name, one that no other environment has.' }],
  flags: { ...PACKAGE_FLAG, ...CONTEXT_FLAG, ...OUTPUT_FLAG },
  examples: [{ does: 'Create an environment for tests.', line: 'environment create staging --governance-package essentials' }],
  async run(context, { args: [name = ''], flags }) {
    const session = await context.session()
    if (!session.ok) return session
    const body = { display_name: name, ...governance(flags['governance-package']) }
    const environment = await session.value.control.one('createOrgV2Environment', { body })
    if (!environment.ok) return environment
    return record(ENVIRONMENT, environmentRow(environment.value, session.value.login.environment))
  },
})
