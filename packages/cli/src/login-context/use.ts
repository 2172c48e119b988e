import { command } from '../command.ts'
import { findLogin } from '../session/open.ts'
import { text } from '../view.ts'

export const contextUse = command({
  path: 'context use',
  summary: 'Make a context the current one.',
  args: [{ name: 'context', summary: 'Its name.' }],
  flags: {},
  examples: [{ does: 'Use another login.', line: 'context use production' }],
  async run({ config }, { args: [name] }) {
    const login = findLogin(config, name)
    if (!login.ok) return login
    config.change((all) => ({ ...all, currentContext: login.value.name }))
    return text(`Using context "${login.value.name}".`)
  },
})
