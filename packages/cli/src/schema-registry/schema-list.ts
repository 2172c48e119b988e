import { command } from '../command.ts'
import { OUTPUT_FLAG } from '../flags.ts'
import { type Column, list } from '../view.ts'
import { REGISTRY_FLAGS, registryGiven } from './flags.ts'
import { allSchemas } from './all-schemas.ts'
import { withRegistry } from './with-registry.ts'

const SCHEMA: readonly Column[] = [
  { key: 'id', title: 'ID', whole: true },
  { key: 'subject', title: 'Subject' },
  { key: 'version', title: 'Version' },
]

export const schemaList = command({
  path: 'schema-registry schema list',
  summary: 'List schemas for a given subject prefix.',
  flags: {
    'subject-prefix': { type: 'text', summary: 'List schemas for subjects with a given prefix.', default: '' },
    all: { type: 'switch', summary: 'Include soft-deleted schemas.' },
    ...REGISTRY_FLAGS,
    ...OUTPUT_FLAG,
  },
  examples: [
    { does: 'List all schemas for subjects with prefix "my-subject".', line: 'schema-registry schema list --subject-prefix my-subject' },
    {
      does: 'List all schemas for all subjects in context ":.mycontext:".',
      line: 'schema-registry schema list --subject-prefix :.mycontext:',
    },
    { does: 'List all schemas in the default context.', line: 'schema-registry schema list' },
  ],
  async run(context, { flags }) {
    return withRegistry(context, registryGiven(flags), async ({ ask }) => {
      const schemas = await allSchemas(ask, { subjectPrefix: flags['subject-prefix'], deleted: flags.all })
      if (!schemas.ok) return schemas
      return list(
        SCHEMA,
        schemas.value.map(({ id, subject, version }) => ({ id, subject, version })),
        'There are no schemas.',
      )
    })
  },
})
