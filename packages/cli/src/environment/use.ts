import { fail } from '@leat/base'
import { command } from '../command.ts'
import { changeContext } from '../config/model.ts'
import { CONTEXT_FLAG } from '../flags.ts'
import { notFound } from '../session/refusal.ts'
import { text } from '../view.ts'

export const environmentUse = command({
  path: 'environment use',
  summary: 'Make an environment the current one.',
  args: [{ name: 'id', summary: 'Environment ID.' }],
  flags: CONTEXT_FLAG,
  examples: [{ does: 'Use an environment in the commands that follow.', line: 'environment use env-a1b2c3' }],
  async run(context, { args: [id = ''] }) {
    const session = await context.session()
    if (!session.ok) return session
    const environment = await session.value.control.one('getOrgV2Environment', { params: { id } })
    if (!environment.ok) return fail(notFound(environment.error, 'environment', id, 'environment list'))
    context.config.change((all) => changeContext(all, session.value.login.name, (one) => ({ ...one, environment: id })))
    return text(`Using environment "${id}".`)
  },
})
