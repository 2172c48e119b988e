import { command } from '../command.ts'
import { failed } from '../complaint.ts'
import { confirm } from '../confirm.ts'
import { CONTEXT_FLAG, FORCE_FLAG, OUTPUT_FLAG } from '../flags.ts'
import { record } from '../view.ts'
import { ROLE_BINDING, roleBindingRow } from './columns.ts'
import { principalNames, qualified } from './names.ts'
import { crnPattern, SCOPE_FLAGS } from './scope.ts'

export const roleBindingDelete = command({
  path: 'iam rbac role-binding delete',
  summary: 'Take a role from somebody.',
  flags: {
    principal: { type: 'text', summary: 'From whom: User:sa-..., User:u-...', required: true },
    role: { type: 'text', summary: 'Which role.', required: true },
    ...SCOPE_FLAGS,
    ...FORCE_FLAG,
    ...CONTEXT_FLAG,
    ...OUTPUT_FLAG,
  },
  examples: [
    {
      does: 'Take a role in an environment.',
      line: 'iam rbac role-binding delete --principal User:u-a1b2c3 --role EnvironmentAdmin --environment env-a1b2c3',
    },
  ],
  async run(context, { flags }) {
    const session = await context.session()
    if (!session.ok) return session
    const { control } = session.value
    const scope = crnPattern(session.value, flags)
    if (!scope.ok) return scope
    const principal = qualified(flags.principal)
    const bindings = await control.all('listIamV2RoleBindings', { query: { principal, role_name: flags.role, crn_pattern: scope.value } })
    if (!bindings.ok) return bindings
    const binding = bindings.value.find(({ crn_pattern: pattern }) => pattern === scope.value)
    if (binding === undefined)
      return failed(
        `"${principal}" does not have the role ${flags.role} there`,
        `See "leat iam rbac role-binding list --principal ${principal}".`,
      )
    const sure = flags.force === true ? null : await confirm(context, `take the role ${flags.role} from "${principal}"`, 'y')
    if (sure !== null && !sure.ok) return sure
    const names = await principalNames(session.value)
    const removed = await control.one('deleteIamV2RoleBinding', { params: { id: binding.id } })
    if (!removed.ok) return removed
    return names.ok ? record(ROLE_BINDING, roleBindingRow(binding, names.value)) : names
  },
})
