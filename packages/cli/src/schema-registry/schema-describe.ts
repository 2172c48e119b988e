import { ok } from '@leat/base'
import { command } from '../command.ts'
import { failed } from '../complaint.ts'
import { nothing } from '../view.ts'
import { REGISTRY_FLAGS, registryGiven, SUBJECT_FLAG } from './flags.ts'
import { unknownSubject } from './refusals.ts'
import { graphText, schemaText } from './schema-text.ts'
import { withRegistry } from './with-registry.ts'

export const schemaDescribe = command({
  path: 'schema-registry schema describe',
  summary: 'Get schema by ID, or by subject and version.',
  args: [{ name: 'id', summary: 'Schema ID.', optional: true }],
  flags: {
    ...SUBJECT_FLAG,
    version: { type: 'text', summary: 'Version of the schema. Can be a specific version or "latest".' },
    'show-references': { type: 'switch', summary: 'Display the entire schema graph, including references.' },
    ...REGISTRY_FLAGS,
  },
  examples: [
    { does: 'Describe the schema with ID "1337".', line: 'schema-registry schema describe 1337' },
    {
      does: 'Describe the schema with subject "payments" and version "latest".',
      line: 'schema-registry schema describe --subject payments --version latest',
    },
  ],
  async run(context, { args: [id], flags: { subject, version, 'show-references': showReferences, ...flags } }) {
    if (id !== undefined && (subject !== undefined || version !== undefined))
      return failed('cannot specify both schema ID and subject/version')
    if (id === undefined && (subject === undefined || version === undefined))
      return failed('must specify either schema ID or subject/version')
    if (id !== undefined && !/^\d{1,10}$/.test(id)) return failed(`invalid schema ID "${id}"`, 'Schema ID must be an integer.')
    return withRegistry(context, registryGiven(flags), async ({ ask }) => {
      const byId = id === undefined ? null : await ask.one('getSchema', { params: { id }, query: {} })
      if (byId !== null && !byId.ok) return byId
      const where = { subject: subject ?? '', version: version ?? '' }
      const found = byId === null ? await ask.one('getSchemaByVersion', { params: where }) : ok({ ...byId.value, id: Number(id) })
      if (!found.ok) return unknownSubject(found.error, where.subject)
      const shown = showReferences === true ? await graphText(ask, found.value) : ok(schemaText(found.value))
      if (!shown.ok) return shown
      await context.terminal.write(shown.value)
      return nothing()
    })
  },
})
