import { command } from '../command.ts'
import { COMMANDS } from '../generated/commands.ts'
import { PLATFORM_COMMANDS } from '../help/platform.ts'
import { text } from '../view.ts'
import { bashScript } from './bash.ts'
import { completionsOf, type Grammar, switchesOf } from './completions.ts'
import { fishScript } from './fish.ts'
import { ARGUMENT_IDS, FLAG_IDS } from './id-places.ts'
import { zshScript } from './zsh.ts'
import { failed } from '../complaint.ts'

const SCRIPTS: Readonly<Record<string, (grammar: Grammar) => string>> = { bash: bashScript, fish: fishScript, zsh: zshScript }

export const completion = command({
  path: 'completion',
  summary: 'Print the completion script for a shell.',
  more: 'Commands and flags are in the script; ids and topics are asked from the server when they are wanted.',
  args: [{ name: 'shell', summary: 'bash, fish or zsh.' }],
  flags: {},
  examples: [
    { does: 'Complete in this bash.', line: 'completion bash > ~/.leat-completion && . ~/.leat-completion' },
    { does: 'Complete in every fish.', line: 'completion fish > ~/.config/fish/completions/leat.fish' },
    { does: 'Complete in every zsh.', line: 'completion zsh > "${fpath[1]}/_leat"' },
  ],
  async run(_, { args: [shell = ''] }) {
    const script = Object.hasOwn(SCRIPTS, shell) ? SCRIPTS[shell] : undefined
    if (script === undefined) return failed(`there is no completion for "${shell}"`, 'Shells: bash, fish, zsh.')
    const commands = await Promise.all(COMMANDS.map(({ load }) => load()))
    const next = completionsOf(commands, Object.keys(PLATFORM_COMMANDS))
    const grammar = { next, argumentIds: ARGUMENT_IDS, flagIds: FLAG_IDS, switches: switchesOf(commands) }
    return text(script(grammar).trimEnd())
  },
})
