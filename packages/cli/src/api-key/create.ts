import { command } from '../command.ts'
import { ENVIRONMENT_FLAGS, OUTPUT_FLAG } from '../flags.ts'
import { type Column, record } from '../view.ts'
import { keepSecret, useKey } from './keep.ts'
import { resourceFor, resourceOf } from './resource.ts'

const NEW_KEY: readonly Column[] = [
  { key: 'api_key', title: 'API Key', whole: true },
  { key: 'api_secret', title: 'API Secret', whole: true },
]

export const apiKeyCreate = command({
  path: 'api-key create',
  summary: 'Create an API key for a resource.',
  more: 'The secret is shown now and never again. The CLI keeps it, encrypted, for its own commands.',
  flags: {
    resource: { type: 'text', summary: 'What it is for: lkc-..., lsrc-..., "cloud" or "global".', required: true },
    description: { type: 'text', summary: 'What it is used for.' },
    'service-account': { type: 'text', summary: 'Service account that owns it, instead of whoever is logged in.' },
    use: { type: 'switch', summary: 'Use it in the commands that follow.' },
    ...ENVIRONMENT_FLAGS,
    ...OUTPUT_FLAG,
  },
  examples: [
    { does: 'Create a key for a Kafka cluster and use it.', line: 'api-key create --resource lkc-a1b2c3 --use' },
    {
      does: 'Create one for a service account.',
      line: 'api-key create --resource lkc-a1b2c3 --service-account sa-a1b2c3 --description "orders service"',
    },
    { does: 'Create one for the control plane.', line: 'api-key create --resource cloud' },
  ],
  async run(context, { flags }) {
    const session = await context.session()
    if (!session.ok) return session
    const { control, login } = session.value
    const resource = resourceFor(session.value, flags.resource)
    if (!resource.ok) return resource
    const owner = { id: flags['service-account'] ?? login.user }
    const created = await control.one('createIamV2ApiKey', {
      body: { spec: { description: flags.description, owner, resource: resource.value } },
    })
    if (!created.ok) return created
    const { id, spec } = created.value
    const { keptUnder } = resourceOf(created.value)
    keepSecret(context.config, login, keptUnder, id, spec.secret)
    if (flags.use === true) useKey(context.config, login, keptUnder, id)
    return record(
      NEW_KEY,
      { api_key: id, api_secret: spec.secret },
      {
        before: 'Save the API key and secret. The secret is not retrievable later.',
        ...(flags.use === true ? { after: `Using API Key "${id}".` } : {}),
      },
    )
  },
})
