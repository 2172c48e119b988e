import { ok } from '@leat/base'
import { command } from '../command.ts'
import { OUTPUT_FLAG } from '../flags.ts'
import { CLI_VERSION } from './number.ts'

export const version = command({
  path: 'version',
  summary: 'Show the version of the Leat CLI.',
  flags: OUTPUT_FLAG,
  examples: [{ does: 'Show the version.', line: 'version' }],
  async run(context) {
    const value = { version: CLI_VERSION, node_version: context.environment.nodeVersion, platform: context.environment.platform }
    const lines = [
      'leat - Leat CLI',
      '',
      `Version:      ${value.version}`,
      `Node Version: ${value.node_version}`,
      `Platform:     ${value.platform}`,
    ]
    return ok({ kind: 'value', value, human: { kind: 'text', text: lines.join('\n') } } as const)
  },
})
