import { command } from '../command.ts'
import { CONTEXT_FLAG, OUTPUT_FLAG } from '../flags.ts'
import { list } from '../view.ts'
import { ORGANIZATION, organizationRow } from './columns.ts'

export const organizationList = command({
  path: 'organization list',
  summary: 'List the organizations that the login can see.',
  flags: { ...CONTEXT_FLAG, ...OUTPUT_FLAG },
  examples: [{ does: 'List organizations.', line: 'organization list' }],
  async run(context) {
    const session = await context.session()
    if (!session.ok) return session
    const organizations = await session.value.control.all('listOrgV2Organizations', {})
    if (!organizations.ok) return organizations
    const { organization } = session.value.login
    return list(
      ORGANIZATION,
      organizations.value.map((one) => organizationRow(one, organization)),
    )
  },
})
