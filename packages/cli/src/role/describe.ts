import { fail } from '@leat/base'
import { command } from '../command.ts'
import { complaint } from '../complaint.ts'
import { CONTEXT_FLAG, OUTPUT_FLAG } from '../flags.ts'
import { nearest } from '../grammar/nearest.ts'
import { roleView } from './columns.ts'

export const roleDescribe = command({
  path: 'iam rbac role describe',
  summary: 'Say what a role allows.',
  args: [{ name: 'name', summary: 'Its name.' }],
  flags: { ...CONTEXT_FLAG, ...OUTPUT_FLAG },
  examples: [{ does: 'Say what DeveloperRead allows.', line: 'iam rbac role describe DeveloperRead' }],
  async run(context, { args: [name = ''] }) {
    const session = await context.session()
    if (!session.ok) return session
    const role = await session.value.control.one('RoleDetail', { params: { role_name: name } })
    if (role.ok) return roleView(role.value)
    if (role.error.status !== 404) return role
    const names = await session.value.control.one('Rolenames', {})
    const near = names.ok ? nearest(name, names.value) : null
    const advice = near === null ? [] : [`Did you mean "${near}"?`]
    return fail(complaint(`unknown role "${name}"`, ...advice, 'List roles with "leat iam rbac role list".'))
  },
})
