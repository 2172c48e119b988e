import { fail } from '@leat/base'
import { command } from '../command.ts'
import { failed } from '../complaint.ts'
import { CONTEXT_FLAG, OUTPUT_FLAG } from '../flags.ts'
import { notFound } from '../session/refusal.ts'
import { record } from '../view.ts'
import { ENVIRONMENT, environmentRow, governance, PACKAGE_FLAG } from './columns.ts'

export const environmentUpdate = command({
  path: 'environment update',
  summary: 'Change the name or the package of an environment.',
  args: [{ name: 'id', summary: 'Environment ID.' }],
  flags: { name: { type: 'text', summary: 'New name.' }, ...PACKAGE_FLAG, ...CONTEXT_FLAG, ...OUTPUT_FLAG },
  examples: [{ does: 'Rename an environment.', line: 'environment update env-a1b2c3 --name production' }],
  async run(context, { args: [id = ''], flags }) {
    const { name, 'governance-package': chosen } = flags
    if (name === undefined && chosen === undefined) return failed('nothing to change', 'Give --name or --governance-package.')
    const session = await context.session()
    if (!session.ok) return session
    const body = { ...(name === undefined ? {} : { display_name: name }), ...governance(chosen) }
    const environment = await session.value.control.one('updateOrgV2Environment', { params: { id }, body })
    if (!environment.ok) return fail(notFound(environment.error, 'environment', id, 'environment list'))
    return record(ENVIRONMENT, environmentRow(environment.value, session.value.login.environment))
  },
})
