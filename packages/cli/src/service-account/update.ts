import { fail } from '@leat/base'
import { command } from '../command.ts'
import { failed } from '../complaint.ts'
import { CONTEXT_FLAG, OUTPUT_FLAG } from '../flags.ts'
import { notFound } from '../session/refusal.ts'
import { record } from '../view.ts'
import { SERVICE_ACCOUNT, serviceAccountRow } from './columns.ts'

export const serviceAccountUpdate = command({
  path: 'iam service-account update',
  summary: 'Change the name or description of a service account.',
  args: [{ name: 'id', summary: 'Service account ID.' }],
  flags: {
    name: { type: 'text', summary: 'New name.' },
    description: { type: 'text', summary: 'New description.' },
    ...CONTEXT_FLAG,
    ...OUTPUT_FLAG,
  },
  examples: [{ does: 'Change what it is for.', line: 'iam service-account update sa-a1b2c3 --description "writes and reads orders"' }],
  async run(context, { args: [id = ''], flags: { name, description } }) {
    if (name === undefined && description === undefined) return failed('nothing to change', 'Give --name or --description.')
    const session = await context.session()
    if (!session.ok) return session
    const account = await session.value.control.one('updateIamV2ServiceAccount', {
      params: { id },
      body: { display_name: name, description },
    })
    if (!account.ok) return fail(notFound(account.error, 'service account', id, 'iam service-account list'))
    return record(SERVICE_ACCOUNT, serviceAccountRow(account.value))
  },
})
