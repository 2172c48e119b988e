import { command } from '../command.ts'
import { OUTPUT_FLAG } from '../flags.ts'
import { record } from '../view.ts'
import { CONFIGURATION, configurationRow } from './configuration.ts'
import { REGISTRY_FLAGS, registryGiven, SUBJECT_FLAG } from './flags.ts'
import { unconfigured } from './refusals.ts'
import { withRegistry } from './with-registry.ts'

export const configurationDescribe = command({
  path: 'schema-registry configuration describe',
  summary: 'Describe top-level or subject-level schema configuration.',
  flags: { ...SUBJECT_FLAG, ...REGISTRY_FLAGS, ...OUTPUT_FLAG },
  examples: [
    { does: 'Describe the configuration of subject "payments".', line: 'schema-registry configuration describe --subject payments' },
    { does: 'Describe the top-level configuration.', line: 'schema-registry configuration describe' },
  ],
  async run(context, { flags: { subject, ...flags } }) {
    return withRegistry(context, registryGiven(flags), async ({ ask }) => {
      if (subject === undefined) {
        const config = await ask.one('getTopLevelConfig', {})
        return config.ok ? record(CONFIGURATION, configurationRow(config.value)) : config
      }
      const config = await ask.one('getSubjectLevelConfig', { params: { subject } })
      return config.ok ? record(CONFIGURATION, configurationRow(config.value)) : unconfigured(config.error, subject)
    })
  },
})
