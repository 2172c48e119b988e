import { command } from '../command.ts'
import { CONTEXT_FLAG, OUTPUT_FLAG } from '../flags.ts'
import { list } from '../view.ts'
import { SERVICE_ACCOUNT, serviceAccountRow } from './columns.ts'

export const serviceAccountList = command({
  path: 'iam service-account list',
  summary: 'List service accounts.',
  flags: { 'display-name': { type: 'list', summary: 'Only those of these names.' }, ...CONTEXT_FLAG, ...OUTPUT_FLAG },
  examples: [{ does: 'List service accounts.', line: 'iam service-account list' }],
  async run(context, { flags }) {
    const session = await context.session()
    if (!session.ok) return session
    const names = flags['display-name']
    const query = names.length === 0 ? {} : { display_name: names }
    const accounts = await session.value.control.all('listIamV2ServiceAccounts', { query })
    return accounts.ok ? list(SERVICE_ACCOUNT, accounts.value.map(serviceAccountRow)) : accounts
  },
})
