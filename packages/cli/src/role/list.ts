import { command } from '../command.ts'
import { CONTEXT_FLAG, OUTPUT_FLAG } from '../flags.ts'
import { rolesView } from './columns.ts'

export const roleList = command({
  path: 'iam rbac role list',
  summary: 'List the roles that there are.',
  flags: { ...CONTEXT_FLAG, ...OUTPUT_FLAG },
  examples: [{ does: 'List roles.', line: 'iam rbac role list' }],
  async run(context) {
    const session = await context.session()
    if (!session.ok) return session
    const roles = await session.value.control.one('Roles', {})
    return roles.ok ? rolesView(roles.value) : roles
  },
})
