import { fail, ok } from '@leat/base'
import { command } from '../command.ts'
import { changeContext, withoutKey } from '../config/model.ts'
import { deleteEach } from '../confirm.ts'
import { CONTEXT_FLAG, FORCE_FLAG } from '../flags.ts'
import { notFound } from '../session/refusal.ts'

export const apiKeyDelete = command({
  path: 'api-key delete',
  summary: 'Delete API keys. Connections that use them are cut.',
  args: [{ name: 'key', summary: 'API key.', repeated: true }],
  flags: { ...FORCE_FLAG, ...CONTEXT_FLAG },
  examples: [{ does: 'Delete a key.', line: 'api-key delete ABCDEFGH23456712' }],
  async run(context, { args, flags }) {
    const session = await context.session()
    if (!session.ok) return session
    const { control, login } = session.value
    return deleteEach(context, {
      noun: 'API key',
      ids: args,
      force: flags.force === true,
      async nameOf(id) {
        const found = await control.one('getIamV2ApiKey', { params: { id } })
        return found.ok ? ok(id) : fail(notFound(found.error, 'API key', id, 'api-key list'))
      },
      async remove(id) {
        const removed = await control.one('deleteIamV2ApiKey', { params: { id } })
        if (removed.ok) context.config.change((all) => changeContext(all, login.name, (one) => withoutKey(one, id)))
        return removed
      },
    })
  },
})
