import { command } from '../command.ts'
import { OUTPUT_FLAG } from '../flags.ts'
import { list } from '../view.ts'
import { REGISTRY_FLAGS, registryGiven } from './flags.ts'
import { withRegistry } from './with-registry.ts'

export const subjectList = command({
  path: 'schema-registry subject list',
  summary: 'List subjects.',
  flags: {
    all: { type: 'switch', summary: 'Include deleted subjects.' },
    prefix: { type: 'text', summary: 'Subject prefix.', default: ':*:' },
    ...REGISTRY_FLAGS,
    ...OUTPUT_FLAG,
  },
  examples: [
    { does: 'List the subjects of all contexts.', line: 'schema-registry subject list' },
    { does: 'List those that begin with "orders".', line: 'schema-registry subject list --prefix orders' },
  ],
  async run(context, { flags }) {
    return withRegistry(context, registryGiven(flags), async ({ ask }) => {
      const subjects = await ask.one('list', { query: { subjectPrefix: flags.prefix, deleted: flags.all } })
      if (!subjects.ok) return subjects
      return list(
        [{ key: 'subject', title: 'Subject' }],
        subjects.value.map((subject) => ({ subject })),
        'There are no subjects.',
      )
    })
  },
})
