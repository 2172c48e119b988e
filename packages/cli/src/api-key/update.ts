import { fail } from '@leat/base'
import { command } from '../command.ts'
import { CONTEXT_FLAG } from '../flags.ts'
import { notFound } from '../session/refusal.ts'
import { text } from '../view.ts'

export const apiKeyUpdate = command({
  path: 'api-key update',
  summary: 'Change the description of an API key.',
  args: [{ name: 'key', summary: 'API key.' }],
  flags: { description: { type: 'text', summary: 'New description.', required: true }, ...CONTEXT_FLAG },
  examples: [{ does: 'Say what a key is used for.', line: 'api-key update ABCDEFGH23456712 --description "orders service"' }],
  async run(context, { args: [id = ''], flags: { description } }) {
    const session = await context.session()
    if (!session.ok) return session
    const updated = await session.value.control.one('updateIamV2ApiKey', { params: { id }, body: { spec: { description } } })
    if (!updated.ok) return fail(notFound(updated.error, 'API key', id, 'api-key list'))
    return text(`Updated the description of API key "${id}" to "${description}".`)
  },
})
