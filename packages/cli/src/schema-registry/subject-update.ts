import { command } from '../command.ts'
import { text } from '../view.ts'
import { REGISTRY_FLAGS, registryGiven } from './flags.ts'
import { unknownSubject } from './refusals.ts'
import { SETTINGS_FLAGS, settingsChange } from './settings-flags.ts'
import { withRegistry } from './with-registry.ts'

export const subjectUpdate = command({
  path: 'schema-registry subject update',
  summary: 'Update subject compatibility or mode.',
  args: [{ name: 'subject', summary: 'Its name.' }],
  flags: { ...SETTINGS_FLAGS, ...REGISTRY_FLAGS },
  examples: [
    {
      does: 'Update subject-level compatibility of subject "payments".',
      line: 'schema-registry subject update payments --compatibility backward',
    },
    { does: 'Update subject-level mode of subject "payments".', line: 'schema-registry subject update payments --mode readwrite' },
  ],
  async run(context, { args: [subject = ''], flags }) {
    const change = settingsChange(context.fs, flags)
    if (!change.ok) return change
    return withRegistry(context, registryGiven(flags), async ({ ask }) => {
      const params = { subject }
      if (change.value.kind === 'mode') {
        const changed = await ask.one('updateMode', { params, body: { mode: change.value.mode } })
        if (!changed.ok) return unknownSubject(changed.error, subject)
        return text(`Successfully updated subject-level mode to "${changed.value.mode}" for subject "${subject}".`)
      }
      const changed = await ask.one('updateSubjectLevelConfig', { params, body: change.value.body })
      if (!changed.ok) return unknownSubject(changed.error, subject)
      return text(
        `Successfully updated subject-level compatibility to "${change.value.body.compatibility ?? ''}" for subject "${subject}".`,
      )
    })
  },
})
