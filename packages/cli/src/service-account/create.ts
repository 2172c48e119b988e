import { command } from '../command.ts'
import { CONTEXT_FLAG, OUTPUT_FLAG } from '../flags.ts'
import { record } from '../view.ts'
import { SERVICE_ACCOUNT, serviceAccountRow } from './columns.ts'

export const serviceAccountCreate = command({
  path: 'iam service-account create',
  summary: 'Create a service account.',
  more: 'It may do nothing until it has an ACL or a role, and needs an API key to log in.',
  args: [{ name: 'name', summary: 'Its name, one that no other service account has.' }],
  flags: {
    description: { type: 'text', summary: 'What it is for.', required: true },
    'resource-owner': { type: 'text', summary: 'Principal that gets the role ResourceOwner on it: u-..., sa-...' },
    ...CONTEXT_FLAG,
    ...OUTPUT_FLAG,
  },
  examples: [{ does: 'Create one for a program.', line: 'iam service-account create orders --description "writes orders"' }],
  async run(context, { args: [name = ''], flags }) {
    const session = await context.session()
    if (!session.ok) return session
    const body = { display_name: name, description: flags.description }
    const query = { assigned_resource_owner: flags['resource-owner'] }
    const account = await session.value.control.one('createIamV2ServiceAccount', { query, body })
    return account.ok ? record(SERVICE_ACCOUNT, serviceAccountRow(account.value)) : account
  },
})
