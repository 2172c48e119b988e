import { command } from '../command.ts'
import { CONTEXT_FLAG, OUTPUT_FLAG } from '../flags.ts'
import { record } from '../view.ts'
import { ORGANIZATION, organizationRow } from './columns.ts'

export const organizationUpdate = command({
  path: 'organization update',
  summary: 'Rename the organization of the login.',
  flags: { name: { type: 'text', summary: 'New name.', required: true }, ...CONTEXT_FLAG, ...OUTPUT_FLAG },
  examples: [{ does: 'Rename the organization.', line: 'organization update --name "Acme"' }],
  async run(context, { flags }) {
    const session = await context.session()
    if (!session.ok) return session
    const { control, login } = session.value
    const organization = await control.one('updateOrgV2Organization', {
      params: { id: login.organization },
      body: { display_name: flags.name },
    })
    return organization.ok ? record(ORGANIZATION, organizationRow(organization.value, login.organization)) : organization
  },
})
