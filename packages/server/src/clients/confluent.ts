import type { RunFile } from '../home/run-file.ts'
import type { Secrets } from '../home/secrets.ts'

/** The path makes the CLI take any address for the cloud's: it looks for these words anywhere in the URL. */
const CLOUD_PATH = '/confluent.cloud'

/**
 * Its answers come from hard-coded hosts of the real cloud, which must not be asked: feature flags, updates, plugins.
 */
export const CONFLUENT_CONFIG = { disable_feature_flags: true, disable_update_check: true, disable_plugins: true } as const

/** Null while the control plane is stopped. */
export function loginUrl({ cloud }: RunFile): string | null {
  return cloud.controlPlane === null ? null : `${cloud.controlPlane}${CLOUD_PATH}`
}

/** Nobody's real configuration is read or written: a home of its own, and none of the variables that mean the real cloud. */
export function confluentEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
  home: string,
  { caFile }: RunFile,
): Record<string, string | undefined> {
  const own = Object.fromEntries(Object.entries(environment).filter(([name]) => !name.startsWith('CONFLUENT_')))
  return { ...own, HOME: home, XDG_CONFIG_HOME: `${home}/.config`, ...(caFile === null ? {} : { SSL_CERT_FILE: caFile }) }
}

/** What logs in, given by environment alone: it is not kept, and later commands do without (they would ask the real cloud about the e-mail). */
export function loginEnvironment({ admin }: Secrets): Readonly<Record<string, string>> {
  return { CONFLUENT_CLOUD_EMAIL: admin.email, CONFLUENT_CLOUD_PASSWORD: admin.password }
}

/** After a login: environment, cluster and key are those of this Leat. */
export function setUpCommands({ cluster, cloud }: RunFile, { kafka }: Secrets): readonly (readonly string[])[] {
  const ours = [
    ['environment', 'use', cloud.environment],
    ['kafka', 'cluster', 'use', cluster],
  ]
  if (!cloud.hasKafkaKey) return ours
  return [...ours, ['api-key', 'store', kafka.apiKey, kafka.apiSecret, '--resource', cluster, '--force'], ['api-key', 'use', kafka.apiKey]]
}

/** Its Kafka client trusts the CA only when it is told so. */
export function withTrust(args: readonly string[], { caFile }: RunFile): readonly string[] {
  const [noun, kind, verb] = args
  const speaksKafka = noun === 'kafka' && kind === 'topic' && (verb === 'produce' || verb === 'consume')
  const isTold = args.some((arg) => arg === '--config' || arg.startsWith('--config=') || arg.startsWith('--config-file'))
  return speaksKafka && !isTold && caFile !== null ? [...args, '--config', `ssl.ca.location=${caFile}`] : args
}
