import { command } from '../command.ts'
import { CONTEXT_FLAG, OUTPUT_FLAG } from '../flags.ts'
import { record } from '../view.ts'
import { ROLE_BINDING, roleBindingRow } from './columns.ts'
import { principalNames, qualified } from './names.ts'
import { crnPattern, SCOPE_FLAGS } from './scope.ts'

export const roleBindingCreate = command({
  path: 'iam rbac role-binding create',
  summary: 'Give somebody a role.',
  flags: {
    principal: { type: 'text', summary: 'To whom: User:sa-..., User:u-...', required: true },
    role: { type: 'text', summary: 'Which role; "leat iam rbac role list" has them.', required: true },
    ...SCOPE_FLAGS,
    ...CONTEXT_FLAG,
    ...OUTPUT_FLAG,
  },
  examples: [
    {
      does: 'Let a service account read a topic.',
      line: 'iam rbac role-binding create --principal User:sa-a1b2c3 --role DeveloperRead --kafka-cluster lkc-a1b2c3 --resource Topic:orders',
    },
    {
      does: 'Make somebody administrator of an environment.',
      line: 'iam rbac role-binding create --principal User:u-a1b2c3 --role EnvironmentAdmin --environment env-a1b2c3',
    },
  ],
  async run(context, { flags }) {
    const session = await context.session()
    if (!session.ok) return session
    const scope = crnPattern(session.value, flags)
    if (!scope.ok) return scope
    const body = { principal: qualified(flags.principal), role_name: flags.role, crn_pattern: scope.value }
    const binding = await session.value.control.one('createIamV2RoleBinding', { body })
    if (!binding.ok) return binding
    const names = await principalNames(session.value)
    return names.ok ? record(ROLE_BINDING, roleBindingRow(binding.value, names.value)) : names
  },
})
