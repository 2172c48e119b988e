import { command } from '../command.ts'
import { CONTEXT_FLAG, OUTPUT_FLAG } from '../flags.ts'
import { list } from '../view.ts'
import { USER, userRow } from './columns.ts'

export const userList = command({
  path: 'iam user list',
  summary: 'List users.',
  flags: { ...CONTEXT_FLAG, ...OUTPUT_FLAG },
  examples: [{ does: 'List users.', line: 'iam user list' }],
  async run(context) {
    const session = await context.session()
    if (!session.ok) return session
    const users = await session.value.control.all('listIamV2Users', {})
    return users.ok ? list(USER, users.value.map(userRow)) : users
  },
})
