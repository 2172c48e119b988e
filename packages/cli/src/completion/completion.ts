import { command } from '../command.ts'
import { COMMANDS } from '../generated/commands.ts'
import { PLATFORM_COMMANDS } from '../help/platform.ts'
import { text } from '../view.ts'
import { bashScript } from './bash.ts'
import { completionsOf, type Completions } from './completions.ts'
import { zshScript } from './zsh.ts'
import { failed } from '../complaint.ts'

const SCRIPTS: Readonly<Record<string, (completions: Completions) => string>> = { bash: bashScript, zsh: zshScript }

export const completion = command({
  path: 'completion',
  summary: 'Print the completion script for a shell.',
  args: [{ name: 'shell', summary: 'bash or zsh.' }],
  flags: {},
  examples: [
    { does: 'Complete in this bash.', line: 'completion bash > ~/.leat-completion && . ~/.leat-completion' },
    { does: 'Complete in every zsh.', line: 'completion zsh > "${fpath[1]}/_leat"' },
  ],
  async run(_, { args: [shell = ''] }) {
    const script = Object.hasOwn(SCRIPTS, shell) ? SCRIPTS[shell] : undefined
    if (script === undefined) return failed(`there is no completion for "${shell}"`, 'Shells: bash, zsh.')
    const commands = await Promise.all(COMMANDS.map(({ load }) => load()))
    return text(script(completionsOf(commands, Object.keys(PLATFORM_COMMANDS))).trimEnd())
  },
})
