import { command } from '../command.ts'
import { OUTPUT_FLAG } from '../flags.ts'
import { type Column, record } from '../view.ts'
import { REFERENCES_FLAG, REGISTRY_FLAGS, registryGiven, TYPE_FLAG } from './flags.ts'
import { schemaBody } from './files.ts'
import { unknownSubject } from './refusals.ts'
import { withRegistry } from './with-registry.ts'

const COMPATIBLE: readonly Column[] = [{ key: 'is_compatible', title: 'Compatible' }]

export const schemaCompatibilityValidate = command({
  path: 'schema-registry schema compatibility validate',
  summary: 'Validate a schema with a subject version.',
  more: 'Validate that a schema is compatible against a given subject version. What is not compatible is told below the answer.',
  args: [{ name: 'schema-path', summary: 'The path to the schema file.' }],
  flags: {
    subject: { type: 'text', summary: 'Subject of the schema.', required: true },
    version: { type: 'text', summary: 'Version of the schema. Can be a specific version or "latest".', default: 'latest' },
    ...TYPE_FLAG,
    ...REFERENCES_FLAG,
    ...REGISTRY_FLAGS,
    ...OUTPUT_FLAG,
  },
  examples: [
    {
      does: 'Validate the compatibility of schema "payments" against the latest version of subject "records".',
      line: 'schema-registry schema compatibility validate payments.avsc --type avro --subject records --version latest',
    },
  ],
  async run(context, { args: [schema = ''], flags }) {
    const { subject, version } = flags
    const body = schemaBody(context.fs, { ...flags, schema })
    if (!body.ok) return body
    return withRegistry(context, registryGiven(flags), async ({ ask }) => {
      const checked = await ask.one('testCompatibilityBySubjectName', {
        params: { subject, version },
        query: { verbose: true },
        body: body.value,
      })
      if (!checked.ok) return unknownSubject(checked.error, subject)
      const { is_compatible, messages = [] } = checked.value
      for (const message of messages) context.terminal.note(message)
      return record(COMPATIBLE, { is_compatible })
    })
  },
})
