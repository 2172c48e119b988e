import { fail } from '@leat/base'
import { command } from '../command.ts'
import { CONTEXT_FLAG, OUTPUT_FLAG } from '../flags.ts'
import { notFound } from '../session/refusal.ts'
import { userEmails } from '../user/emails.ts'
import { record } from '../view.ts'
import { API_KEY, apiKeyRow } from './columns.ts'

export const apiKeyDescribe = command({
  path: 'api-key describe',
  summary: 'Describe an API key.',
  args: [{ name: 'key', summary: 'API key.' }],
  flags: { ...CONTEXT_FLAG, ...OUTPUT_FLAG },
  examples: [{ does: 'Describe a key.', line: 'api-key describe ABCDEFGH23456712' }],
  async run(context, { args: [id = ''] }) {
    const session = await context.session()
    if (!session.ok) return session
    const key = await session.value.control.one('getIamV2ApiKey', { params: { id } })
    if (!key.ok) return fail(notFound(key.error, 'API key', id, 'api-key list'))
    const emails = await userEmails(session.value)
    return emails.ok ? record(API_KEY, apiKeyRow(key.value, session.value.login, emails.value)) : emails
  },
})
