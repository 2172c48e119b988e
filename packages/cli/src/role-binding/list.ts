import { command } from '../command.ts'
import { failed } from '../complaint.ts'
import { CONTEXT_FLAG, OUTPUT_FLAG } from '../flags.ts'
import { list } from '../view.ts'
import { ROLE_BINDING, roleBindingRow } from './columns.ts'
import { principalNames, qualified } from './names.ts'
import { crnPattern, SCOPE_FLAGS } from './scope.ts'

export const roleBindingList = command({
  path: 'iam rbac role-binding list',
  summary: 'List who has which role.',
  more: 'Without a place, and with --principal or --current-user alone, the whole organization is looked through.',
  flags: {
    principal: { type: 'text', summary: 'Whose roles: User:sa-..., User:u-...' },
    'current-user': { type: 'switch', summary: 'The roles of whoever is logged in.' },
    role: { type: 'text', summary: 'Only this role.' },
    ...SCOPE_FLAGS,
    inclusive: { type: 'switch', summary: 'Within that place too, not only at it.' },
    ...CONTEXT_FLAG,
    ...OUTPUT_FLAG,
  },
  examples: [
    { does: 'List your own roles.', line: 'iam rbac role-binding list --current-user' },
    {
      does: 'List who administers a cluster.',
      line: 'iam rbac role-binding list --role CloudClusterAdmin --current-environment --cloud-cluster lkc-a1b2c3',
    },
  ],
  async run(context, { flags }) {
    if (flags.principal === undefined && flags['current-user'] !== true && flags.role === undefined)
      return failed('whose roles, or which role?', 'Give --principal, --current-user or --role.')
    const session = await context.session()
    if (!session.ok) return session
    const { control, login } = session.value
    const scope = crnPattern(session.value, flags)
    if (!scope.ok) return scope
    const somewhere = scope.value.includes('/environment=')
    const within = flags.inclusive === true || (!somewhere && flags.role === undefined) ? '/*' : ''
    const principal = flags['current-user'] === true ? `User:${login.user}` : flags.principal
    const query = {
      principal: principal === undefined ? undefined : qualified(principal),
      role_name: flags.role,
      crn_pattern: scope.value + within,
    }
    const bindings = await control.all('listIamV2RoleBindings', { query })
    if (!bindings.ok) return bindings
    const names = await principalNames(session.value)
    return names.ok
      ? list(
          ROLE_BINDING,
          bindings.value.map((one) => roleBindingRow(one, names.value)),
        )
      : names
  },
})
