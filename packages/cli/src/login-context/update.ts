import { command } from '../command.ts'
import { failed } from '../complaint.ts'
import { changeContext, renamed } from '../config/model.ts'
import { OUTPUT_FLAG } from '../flags.ts'
import { findLogin } from '../session/open.ts'
import { record } from '../view.ts'
import { CONTEXT, contextRow } from './columns.ts'

export const contextUpdate = command({
  path: 'context update',
  summary: 'Rename a context, or set its Kafka cluster.',
  args: [{ name: 'context', summary: 'Its name; the current one when left out.', optional: true }],
  flags: {
    name: { type: 'text', summary: 'New name.' },
    'kafka-cluster': { type: 'text', summary: 'Kafka cluster that is current in its environment.' },
    ...OUTPUT_FLAG,
  },
  examples: [{ does: 'Give the current context a short name.', line: 'context update --name local' }],
  async run({ config }, { args: [wanted], flags }) {
    const { name, 'kafka-cluster': cluster } = flags
    if (name === undefined && cluster === undefined) return failed('nothing to change', 'Give --name or --kafka-cluster.')
    const login = findLogin(config, wanted)
    if (!login.ok) return login
    const { name: old, environment } = login.value
    if (name !== undefined && name !== old && Object.hasOwn(config.read().contexts, name)) return failed(`context "${name}" exists already`)
    if (cluster !== undefined && environment === null)
      return failed('no environment is selected in this context', 'Select one with "leat environment use".')
    config.change((all) => {
      const chosen = cluster === undefined || environment === null ? {} : { [environment]: cluster }
      const changed = changeContext(all, old, (one) => ({ ...one, clusters: { ...one.clusters, ...chosen } }))
      return name === undefined || name === old ? changed : renamed(changed, old, name)
    })
    const { contexts, currentContext } = config.read()
    return record(CONTEXT, contextRow(contexts[name ?? old] ?? login.value, currentContext))
  },
})
