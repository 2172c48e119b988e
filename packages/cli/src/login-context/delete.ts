import { fail, ok } from '@leat/base'
import { command } from '../command.ts'
import { withoutContext } from '../config/model.ts'
import { deleteEach } from '../confirm.ts'
import { FORCE_FLAG } from '../flags.ts'
import { findLogin } from '../session/open.ts'

export const contextDelete = command({
  path: 'context delete',
  summary: 'Forget contexts with their tokens and stored API keys.',
  args: [{ name: 'context', summary: 'Its name.', repeated: true }],
  flags: FORCE_FLAG,
  examples: [{ does: 'Forget a login.', line: 'context delete old' }],
  async run(context, { args, flags }) {
    const { config } = context
    return deleteEach(context, {
      noun: 'context',
      ids: args,
      force: flags.force === true,
      async nameOf(name) {
        const login = findLogin(config, name)
        return login.ok ? ok(name) : fail(login.error)
      },
      async remove(name) {
        config.change((all) => withoutContext(all, name))
        return ok(null)
      },
    })
  },
})
