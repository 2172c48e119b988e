import { fail } from '@leat/base'
import { command } from '../command.ts'
import { failed, INTERRUPTED } from '../complaint.ts'
import { sealedSecretOf } from '../config/model.ts'
import { ENVIRONMENT_FLAGS, FORCE_FLAG } from '../flags.ts'
import { notFound } from '../session/refusal.ts'
import { text } from '../view.ts'
import { keepSecret } from './keep.ts'
import { resourceOf } from './resource.ts'

export const apiKeyStore = command({
  path: 'api-key store',
  summary: 'Keep the secret of an API key that was made elsewhere.',
  more: 'What is left out is asked for; a secret on the command line can be seen by others of this machine.',
  args: [
    { name: 'key', summary: 'API key.', optional: true },
    { name: 'secret', summary: 'Its secret.', optional: true },
  ],
  flags: {
    resource: { type: 'text', summary: 'What the key is for; refused when it is for something else.' },
    force: { ...FORCE_FLAG.force, short: 'f', summary: 'Replace a secret that is kept already.' },
    ...ENVIRONMENT_FLAGS,
  },
  examples: [{ does: 'Keep a secret; it is asked for.', line: 'api-key store ABCDEFGH23456712' }],
  async run(context, { args, flags }) {
    const session = await context.session()
    if (!session.ok) return session
    const { control, login } = session.value
    const id = args[0] ?? (await context.terminal.ask('Key: '))
    if (id === null) return fail(INTERRUPTED)
    const key = await control.one('getIamV2ApiKey', { params: { id } })
    if (!key.ok) return fail(notFound(key.error, 'API key', id, 'api-key list'))
    const { keptUnder } = resourceOf(key.value)
    if (flags.resource !== undefined && flags.resource !== keptUnder)
      return failed(`API key "${id}" is for "${keptUnder}", not for "${flags.resource}"`)
    if (sealedSecretOf(login, id) !== null && flags.force !== true)
      return failed(`refusing to overwrite existing secret for API key "${id}"`, 'With --force it is replaced.')
    const secret = args[1] ?? (await context.terminal.ask('Secret: ', { secret: true }))
    if (secret === null) return fail(INTERRUPTED)
    keepSecret(context.config, login, keptUnder, id, secret.trim())
    return text(`Stored secret for API key "${id}".`)
  },
})
