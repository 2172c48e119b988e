import { fail, ok } from '@leat/base'
import { command } from '../command.ts'
import { changeContext, without } from '../config/model.ts'
import { deleteEach } from '../confirm.ts'
import { CONTEXT_FLAG, FORCE_FLAG } from '../flags.ts'
import { notFound } from '../session/refusal.ts'

export const environmentDelete = command({
  path: 'environment delete',
  summary: 'Delete environments that have no Kafka clusters.',
  args: [{ name: 'id', summary: 'Environment ID.', repeated: true }],
  flags: { ...FORCE_FLAG, ...CONTEXT_FLAG },
  examples: [{ does: 'Delete an environment.', line: 'environment delete env-a1b2c3' }],
  async run(context, { args, flags }) {
    const session = await context.session()
    if (!session.ok) return session
    const { control, login } = session.value
    return deleteEach(context, {
      noun: 'environment',
      ids: args,
      force: flags.force === true,
      async nameOf(id) {
        const found = await control.one('getOrgV2Environment', { params: { id } })
        return found.ok ? ok(found.value.display_name) : fail(notFound(found.error, 'environment', id, 'environment list'))
      },
      async remove(id) {
        const removed = await control.one('deleteOrgV2Environment', { params: { id } })
        if (removed.ok) context.config.change((all) => changeContext(all, login.name, (one) => without(one, id)))
        return removed
      },
    })
  },
})
