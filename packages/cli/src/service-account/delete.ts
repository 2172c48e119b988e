import { fail, ok } from '@leat/base'
import { command } from '../command.ts'
import { deleteEach } from '../confirm.ts'
import { CONTEXT_FLAG, FORCE_FLAG } from '../flags.ts'
import { notFound } from '../session/refusal.ts'

export const serviceAccountDelete = command({
  path: 'iam service-account delete',
  summary: 'Delete service accounts with their API keys and role bindings.',
  args: [{ name: 'id', summary: 'Service account ID.', repeated: true }],
  flags: { ...FORCE_FLAG, ...CONTEXT_FLAG },
  examples: [{ does: 'Delete a service account.', line: 'iam service-account delete sa-a1b2c3' }],
  async run(context, { args, flags }) {
    const session = await context.session()
    if (!session.ok) return session
    const { control } = session.value
    return deleteEach(context, {
      noun: 'service account',
      ids: args,
      force: flags.force === true,
      async nameOf(id) {
        const found = await control.one('getIamV2ServiceAccount', { params: { id } })
        return found.ok ? ok(found.value.display_name) : fail(notFound(found.error, 'service account', id, 'iam service-account list'))
      },
      remove: (id) => control.one('deleteIamV2ServiceAccount', { params: { id } }),
    })
  },
})
