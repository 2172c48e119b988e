import { command } from '../command.ts'
import { OUTPUT_FLAG } from '../flags.ts'
import { ok } from '@leat/base'
import { REFERENCES_FLAG, REGISTRY_FLAGS, registryGiven, TYPE_FLAG } from './flags.ts'
import { schemaBody } from './files.ts'
import { notTaken } from './refusals.ts'
import { withRegistry } from './with-registry.ts'

export const schemaCreate = command({
  path: 'schema-registry schema create',
  summary: 'Create a schema.',
  flags: {
    schema: { type: 'text', summary: 'The path to the schema file.', required: true },
    subject: { type: 'text', summary: 'Subject of the schema.', required: true },
    ...TYPE_FLAG,
    ...REFERENCES_FLAG,
    metadata: { type: 'text', summary: 'The path to metadata file.' },
    ruleset: { type: 'text', summary: 'The path to schema ruleset file.' },
    normalize: { type: 'switch', summary: 'Alphabetize the list of schema fields.' },
    ...REGISTRY_FLAGS,
    ...OUTPUT_FLAG,
  },
  examples: [
    {
      does: 'Register a new Avro schema.',
      line: 'schema-registry schema create --subject employee --schema employee.avsc --type avro',
    },
  ],
  async run(context, { flags }) {
    const { subject, normalize } = flags
    const body = schemaBody(context.fs, flags)
    if (!body.ok) return body
    return withRegistry(context, registryGiven(flags), async ({ ask }) => {
      const registered = await ask.one('register', { params: { subject }, query: { normalize }, body: body.value })
      if (!registered.ok) return notTaken(registered.error, subject)
      const { id } = registered.value
      return ok({ kind: 'value', value: { id }, human: { kind: 'text', text: `Successfully registered schema with ID "${id}".` } })
    })
  },
})
