import { command } from '../command.ts'
import { OUTPUT_FLAG } from '../flags.ts'
import { type Column, list } from '../view.ts'
import { REGISTRY_FLAGS, registryGiven } from './flags.ts'
import { unknownSubject } from './refusals.ts'
import { withRegistry } from './with-registry.ts'

export const VERSION: readonly Column[] = [{ key: 'version', title: 'Version' }]

export const subjectDescribe = command({
  path: 'schema-registry subject describe',
  summary: 'Describe subject versions.',
  args: [{ name: 'subject', summary: 'Its name.' }],
  flags: { all: { type: 'switch', summary: 'Include deleted versions.' }, ...REGISTRY_FLAGS, ...OUTPUT_FLAG },
  examples: [{ does: 'List all versions of subject "payments".', line: 'schema-registry subject describe payments' }],
  async run(context, { args: [subject = ''], flags }) {
    return withRegistry(context, registryGiven(flags), async ({ ask }) => {
      const versions = await ask.one('listVersions', { params: { subject }, query: { deleted: flags.all } })
      if (!versions.ok) return unknownSubject(versions.error, subject)
      return list(
        VERSION,
        versions.value.map((version) => ({ version })),
      )
    })
  },
})
