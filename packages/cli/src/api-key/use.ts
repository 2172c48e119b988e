import { fail } from '@leat/base'
import { command } from '../command.ts'
import { failed } from '../complaint.ts'
import { sealedSecretOf } from '../config/model.ts'
import { CONTEXT_FLAG } from '../flags.ts'
import { notFound } from '../session/refusal.ts'
import { text } from '../view.ts'
import { useKey } from './keep.ts'
import { resourceOf } from './resource.ts'

export const apiKeyUse = command({
  path: 'api-key use',
  summary: 'Use an API key in commands that speak with its Kafka cluster or Schema Registry.',
  args: [{ name: 'key', summary: 'API key whose secret is kept here.' }],
  flags: CONTEXT_FLAG,
  examples: [{ does: 'Use a key.', line: 'api-key use ABCDEFGH23456712' }],
  async run(context, { args: [id = ''] }) {
    const session = await context.session()
    if (!session.ok) return session
    const { control, login } = session.value
    const key = await control.one('getIamV2ApiKey', { params: { id } })
    if (!key.ok) return fail(notFound(key.error, 'API key', id, 'api-key list'))
    const { keptUnder } = resourceOf(key.value)
    if (sealedSecretOf(login, id) === null)
      return failed(
        `the secret of API key "${id}" is not kept here`,
        `Keep it with "leat api-key store ${id}", or create another key with "leat api-key create --resource ${keptUnder}".`,
      )
    useKey(context.config, login, keptUnder, id)
    return text(`Using API Key "${id}".`)
  },
})
