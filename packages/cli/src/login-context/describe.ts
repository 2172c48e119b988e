import { command } from '../command.ts'
import { OUTPUT_FLAG } from '../flags.ts'
import { findLogin } from '../session/open.ts'
import { record } from '../view.ts'
import { CONTEXT, contextRow } from './columns.ts'

export const contextDescribe = command({
  path: 'context describe',
  summary: 'Describe a context: where it is logged in, and what is current in it.',
  args: [{ name: 'context', summary: 'Its name; the current one when left out.', optional: true }],
  flags: OUTPUT_FLAG,
  examples: [{ does: 'Describe the current context.', line: 'context describe' }],
  async run({ config }, { args: [name] }) {
    const login = findLogin(config, name)
    return login.ok ? record(CONTEXT, contextRow(login.value, config.read().currentContext)) : login
  },
})
