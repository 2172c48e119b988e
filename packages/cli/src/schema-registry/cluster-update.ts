import { command } from '../command.ts'
import { text } from '../view.ts'
import { REGISTRY_FLAGS, registryGiven } from './flags.ts'
import { SETTINGS_FLAGS, settingsChange } from './settings-flags.ts'
import { withRegistry } from './with-registry.ts'

export const registryClusterUpdate = command({
  path: 'schema-registry cluster update',
  summary: 'Update global mode or compatibility of Schema Registry.',
  flags: { ...SETTINGS_FLAGS, ...REGISTRY_FLAGS },
  examples: [
    { does: 'Update top-level compatibility of Schema Registry.', line: 'schema-registry cluster update --compatibility backward' },
    { does: 'Update top-level mode of Schema Registry.', line: 'schema-registry cluster update --mode readwrite' },
  ],
  async run(context, { flags }) {
    const change = settingsChange(context.fs, flags)
    if (!change.ok) return change
    return withRegistry(context, registryGiven(flags), async ({ ask }) => {
      if (change.value.kind === 'mode') {
        const changed = await ask.one('updateTopLevelMode', { body: { mode: change.value.mode } })
        return changed.ok ? text(`Successfully updated top-level mode to "${changed.value.mode}".`) : changed
      }
      const changed = await ask.one('updateTopLevelConfig', { body: change.value.body })
      return changed.ok ? text(`Successfully updated top-level compatibility to "${change.value.body.compatibility ?? ''}".`) : changed
    })
  },
})
