import { fail } from '@leat/base'
import { command } from '../command.ts'
import { CONTEXT_FLAG, OUTPUT_FLAG } from '../flags.ts'
import { notFound } from '../session/refusal.ts'
import { record } from '../view.ts'
import { SERVICE_ACCOUNT, serviceAccountRow } from './columns.ts'

export const serviceAccountDescribe = command({
  path: 'iam service-account describe',
  summary: 'Describe a service account.',
  args: [{ name: 'id', summary: 'Service account ID.' }],
  flags: { ...CONTEXT_FLAG, ...OUTPUT_FLAG },
  examples: [{ does: 'Describe a service account.', line: 'iam service-account describe sa-a1b2c3' }],
  async run(context, { args: [id = ''] }) {
    const session = await context.session()
    if (!session.ok) return session
    const account = await session.value.control.one('getIamV2ServiceAccount', { params: { id } })
    if (!account.ok) return fail(notFound(account.error, 'service account', id, 'iam service-account list'))
    return record(SERVICE_ACCOUNT, serviceAccountRow(account.value))
  },
})
