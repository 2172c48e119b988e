import { command } from '../../command.ts'
import { failed } from '../../complaint.ts'
import { CLUSTER_FLAGS } from '../../flags.ts'
import { nearest } from '../../grammar/nearest.ts'
import { nothing } from '../../view.ts'
import { chosenKey, KEY_FLAGS } from '../key.ts'
import { onCluster } from '../on-cluster.ts'
import { LANGUAGES } from './languages.ts'

export const clientConfigCreate = command({
  path: 'kafka client-config create',
  summary: 'Create a Kafka client configuration, printed to standard output.',
  more: `Languages: ${Object.keys(LANGUAGES).join(', ')}.\nA key that is given is tried before it is printed.`,
  args: [{ name: 'language', summary: 'Language or client.' }],
  flags: { ...KEY_FLAGS, ...CLUSTER_FLAGS },
  examples: [
    { does: 'Create a configuration for Java with the key in use.', line: 'kafka client-config create java' },
    {
      does: 'Create one for Python with a key of its own.',
      line: 'kafka client-config create python --api-key my-key --api-secret my-secret',
    },
  ],
  async run(context, { args: [wanted = ''], flags }) {
    const language = LANGUAGES[wanted]
    if (language === undefined || !Object.hasOwn(LANGUAGES, wanted)) {
      const near = nearest(wanted, Object.keys(LANGUAGES))
      return failed(
        `unknown language "${wanted}"`,
        ...(near === null ? [] : [`Did you mean "${near}"?`]),
        'See "leat kafka client-config create --help".',
      )
    }
    const on = await onCluster(context)
    if (!on.ok) return on
    const { cluster } = on.value
    const { id } = cluster
    const key = chosenKey(context, on.value, flags)
    if (!key.ok) return key
    if (key.value === null)
      return failed(
        `no API key selected for resource "${id}"`,
        `Select an API key for resource "${id}" with "leat api-key use KEY".`,
        `To create an API key and use it, use "leat api-key create --resource ${id} --use".`,
        `To store an existing API key, use "leat api-key store KEY --resource ${id}".`,
      )
    if (flags['api-key'] !== undefined) {
      // Loaded only where it is needed: a configuration alone comes without a connection.
      const [{ connectKafka }, { brokersOf, CLUSTER_ONLY }] = await Promise.all([import('../connect.ts'), import('../brokers.ts')])
      const tried = await connectKafka(context, brokersOf(cluster, key.value, CLUSTER_ONLY), context.signal)
      if (!tried.ok) return tried
      tried.value.close()
    }
    const { bootstrap, caFile } = cluster
    await context.terminal.write(language.render({ bootstrap, caFile, ...key.value }))
    return nothing()
  },
})
