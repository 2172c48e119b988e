import { command } from '../command.ts'
import { OUTPUT_FLAG } from '../flags.ts'
import { list } from '../view.ts'
import { CONTEXT_LIST, contextRow } from './columns.ts'

export const contextList = command({
  path: 'context list',
  summary: 'List contexts: logins that are kept.',
  flags: OUTPUT_FLAG,
  examples: [{ does: 'List contexts; * marks the current one.', line: 'context list' }],
  async run({ config }) {
    const { contexts, currentContext } = config.read()
    const names = Object.keys(contexts).sort()
    return list(
      CONTEXT_LIST,
      names.map((name) => contextRow(contexts[name]!, currentContext)),
    )
  },
})
