import { fail } from '@leat/base'
import { command } from '../command.ts'
import { CONTEXT_FLAG, OUTPUT_FLAG } from '../flags.ts'
import { notFound } from '../session/refusal.ts'
import { record } from '../view.ts'
import { USER, userRow } from './columns.ts'

export const userDescribe = command({
  path: 'iam user describe',
  summary: 'Describe a user.',
  args: [{ name: 'id', summary: 'User ID; whoever is logged in when left out.', optional: true }],
  flags: { ...CONTEXT_FLAG, ...OUTPUT_FLAG },
  examples: [{ does: 'Say who is logged in.', line: 'iam user describe' }],
  async run(context, { args }) {
    const session = await context.session()
    if (!session.ok) return session
    const [id = session.value.login.user] = args
    const user = await session.value.control.one('getIamV2User', { params: { id } })
    return user.ok ? record(USER, userRow(user.value)) : fail(notFound(user.error, 'user', id, 'iam user list'))
  },
})
