import { command } from '../command.ts'
import { ENVIRONMENT_FLAGS, OUTPUT_FLAG } from '../flags.ts'
import { userEmails } from '../user/emails.ts'
import { list } from '../view.ts'
import { API_KEY, apiKeyRow } from './columns.ts'

export const apiKeyList = command({
  path: 'api-key list',
  summary: 'List API keys.',
  flags: {
    resource: { type: 'text', summary: 'Only keys for this resource: lkc-..., lsrc-..., "cloud" or "global".' },
    'current-user': { type: 'switch', summary: 'Only keys of whoever is logged in.' },
    'service-account': { type: 'text', summary: 'Only keys of this service account.' },
    ...ENVIRONMENT_FLAGS,
    ...OUTPUT_FLAG,
  },
  examples: [
    { does: 'List the keys for a Kafka cluster; * marks the one in use.', line: 'api-key list --resource lkc-a1b2c3' },
    { does: 'List your own keys.', line: 'api-key list --current-user' },
  ],
  async run(context, { flags }) {
    const session = await context.session()
    if (!session.ok) return session
    const { control, login } = session.value
    const owner = flags['current-user'] === true ? login.user : flags['service-account']
    const keys = await control.all('listIamV2ApiKeys', { query: { 'spec.owner': owner, 'spec.resource': flags.resource } })
    if (!keys.ok) return keys
    const emails = await userEmails(session.value)
    if (!emails.ok) return emails
    return list(
      API_KEY,
      keys.value.map((key) => apiKeyRow(key, login, emails.value)),
    )
  },
})
