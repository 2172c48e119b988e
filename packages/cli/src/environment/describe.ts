import { fail } from '@leat/base'
import { command } from '../command.ts'
import { CONTEXT_FLAG, OUTPUT_FLAG } from '../flags.ts'
import { notFound } from '../session/refusal.ts'
import { record } from '../view.ts'
import { ENVIRONMENT, environmentRow } from './columns.ts'

export const environmentDescribe = command({
  path: 'environment describe',
  summary: 'Describe an environment.',
  args: [{ name: 'id', summary: 'Environment ID; the current one when left out.', optional: true }],
  flags: { ...CONTEXT_FLAG, ...OUTPUT_FLAG },
  examples: [{ does: 'Describe the current environment.', line: 'environment describe' }],
  async run(context, { args }) {
    const session = await context.session()
    if (!session.ok) return session
    const current = session.value.environment()
    const [id = current.ok ? current.value : null] = args
    if (id === null) return current as typeof current & { readonly ok: false }
    const environment = await session.value.control.one('getOrgV2Environment', { params: { id } })
    if (!environment.ok) return fail(notFound(environment.error, 'environment', id, 'environment list'))
    return record(ENVIRONMENT, environmentRow(environment.value, session.value.login.environment))
  },
})
