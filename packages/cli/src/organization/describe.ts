import { fail } from '@leat/base'
import { command } from '../command.ts'
import { CONTEXT_FLAG, OUTPUT_FLAG } from '../flags.ts'
import { notFound } from '../session/refusal.ts'
import { record } from '../view.ts'
import { ORGANIZATION, organizationRow } from './columns.ts'

export const organizationDescribe = command({
  path: 'organization describe',
  summary: 'Describe an organization.',
  args: [{ name: 'id', summary: 'Organization ID; the one of the login when left out.', optional: true }],
  flags: { ...CONTEXT_FLAG, ...OUTPUT_FLAG },
  examples: [{ does: 'Describe the organization of the login.', line: 'organization describe' }],
  async run(context, { args }) {
    const session = await context.session()
    if (!session.ok) return session
    const { control, login } = session.value
    const [id = login.organization] = args
    const organization = await control.one('getOrgV2Organization', { params: { id } })
    if (!organization.ok) return fail(notFound(organization.error, 'organization', id, 'organization list'))
    return record(ORGANIZATION, organizationRow(organization.value, login.organization))
  },
})
