import { ok, type Result } from '@leat/base'
import { command } from '../../command.ts'
import { type Complaint, failed } from '../../complaint.ts'
import type { Context } from '../../context.ts'
import { CLUSTER_FLAGS } from '../../flags.ts'
import { nearest } from '../../grammar/nearest.ts'
import { nothing } from '../../view.ts'
import { chosenKey, KEY_FLAGS } from '../key.ts'
import { onCluster } from '../on-cluster.ts'
import { LANGUAGES } from './languages.ts'
import type { RegistryConnection } from './templates.ts'

const REGISTRY_KEY_FLAGS = {
  'schema-registry-api-key': { type: 'text', summary: 'API key of the Schema Registry, for a configuration that has it in it.' },
  'schema-registry-api-secret': { type: 'text', summary: 'Its secret, unless it is stored.' },
} as const

export const clientConfigCreate = command({
  path: 'kafka client-config create',
  summary: 'Create a Kafka client configuration, printed to standard output.',
  more: `Languages: ${Object.keys(LANGUAGES).join(', ')}.\nA key that is given is tried before it is printed.`,
  args: [{ name: 'language', summary: 'Language or client.' }],
  flags: { ...KEY_FLAGS, ...REGISTRY_KEY_FLAGS, ...CLUSTER_FLAGS },
  examples: [
    { does: 'Create a configuration for Java with the key in use.', line: 'kafka client-config create java' },
    {
      does: 'Create one for Python with a key of its own.',
      line: 'kafka client-config create python --api-key my-key --api-secret my-secret',
    },
  ],
  async run(context, { args: [wanted = ''], flags }) {
    const withRegistryKey = flags['schema-registry-api-key'] !== undefined || flags['schema-registry-api-secret'] !== undefined
    const language = LANGUAGES[wanted]
    if (language === undefined || !Object.hasOwn(LANGUAGES, wanted)) {
      const near = nearest(wanted, Object.keys(LANGUAGES))
      return failed(
        `unknown language "${wanted}"`,
        ...(near === null ? [] : [`Did you mean "${near}"?`]),
        'See "leat kafka client-config create --help".',
      )
    }
    if (withRegistryKey && language.takesRegistry !== true)
      return failed(
        `the configuration for ${language.name} has no Schema Registry in it`,
        `Those that have: ${withRegistries().join(', ')}.`,
      )
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
    const registry = withRegistryKey ? await triedRegistry(context, flags) : ok(null)
    if (!registry.ok) return registry
    const { bootstrap, caFile } = cluster
    await context.terminal.write(language.render({ bootstrap, caFile, registry: registry.value, ...key.value }))
    return nothing()
  },
})

function withRegistries(): readonly string[] {
  return Object.keys(LANGUAGES).filter((name) => LANGUAGES[name]?.takesRegistry === true)
}

/** The registry of the environment, and the key that was given, once the registry has taken it. */
async function triedRegistry(
  context: Context,
  given: { readonly 'schema-registry-api-key': string | undefined; readonly 'schema-registry-api-secret': string | undefined },
): Promise<Result<RegistryConnection, Complaint>> {
  const { chosenKeyFor } = await import('../../api-key/key-to-use.ts')
  const session = await context.session()
  if (!session.ok) return session
  const registry = await session.value.registry()
  if (!registry.ok) return registry
  const flags = ['--schema-registry-api-key', '--schema-registry-api-secret'] as const
  const { 'schema-registry-api-key': name, 'schema-registry-api-secret': secret } = given
  const key = chosenKeyFor(context, session.value, registry.value.id, { key: name, secret, flags })
  if (!key.ok) return key
  if (key.value === null) throw new Error('a key was given')
  const tried = await registry.value.ask(key.value).one('list', { query: { limit: 1 } })
  return tried.ok ? ok({ url: registry.value.url, ...key.value }) : tried
}
