import { command } from '../command.ts'
import { confirm } from '../confirm.ts'
import { FORCE_FLAG, OUTPUT_FLAG } from '../flags.ts'
import { record } from '../view.ts'
import { CONFIGURATION, configurationRow } from './configuration.ts'
import { REGISTRY_FLAGS, registryGiven, SUBJECT_FLAG } from './flags.ts'
import { unconfigured } from './refusals.ts'
import { withRegistry } from './with-registry.ts'

const BEFORE = { before: 'Deleted Schema Registry configuration.' }

export const configurationDelete = command({
  path: 'schema-registry configuration delete',
  summary: 'Delete top-level or subject-level schema configuration.',
  flags: { ...SUBJECT_FLAG, ...FORCE_FLAG, ...REGISTRY_FLAGS, ...OUTPUT_FLAG },
  examples: [
    { does: 'Delete the top-level configuration.', line: 'schema-registry configuration delete' },
    {
      does: 'Delete the subject-level configuration of subject "payments".',
      line: 'schema-registry configuration delete --subject payments',
    },
  ],
  async run(context, { flags: { subject, force, ...flags } }) {
    const what =
      subject === undefined
        ? 'delete the global compatibility level config and revert it to the default'
        : `delete the subject-level compatibility level config and revert it to the global default for "${subject}"`
    const sure = force === true ? null : await confirm(context, what, 'y')
    if (sure !== null && !sure.ok) return sure
    return withRegistry(context, registryGiven(flags), async ({ ask }) => {
      if (subject === undefined) {
        const gone = await ask.one('deleteTopLevelConfig', {})
        return gone.ok ? record(CONFIGURATION, configurationRow(gone.value), BEFORE) : gone
      }
      const gone = await ask.one('deleteSubjectConfig', { params: { subject } })
      return gone.ok ? record(CONFIGURATION, configurationRow(gone.value), BEFORE) : unconfigured(gone.error, subject)
    })
  },
})
