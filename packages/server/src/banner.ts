import type { RunFile } from './home/run-file.ts'
import type { Secrets } from './home/secrets.ts'

/** Design rule 5 in a sentence each. */
export const DURABILITY_PROMISE = {
  process: 'acknowledged records survive any end of Leat; a power loss may take the last second (--durability power does not)',
  power: 'acknowledged records survive a power loss; losing this disk loses them',
  none: 'records are gone when Leat ends (--ephemeral)',
} as const satisfies Record<RunFile['durability'], string>

type Row = readonly [name: string, value: string]

/** Everything to paste. `readyMs`: since the process began. `selection`: the options that mean this platform, with a space before, or nothing. */
export function banner(
  run: RunFile,
  secrets: Secrets,
  { readyMs, selection, console }: { readonly readyMs: number; readonly selection: string; readonly console: string | null },
): string {
  const { cloud } = run
  const rows: readonly (Row | null)[] = [
    cloud.controlPlane === null
      ? ['control plane', 'stopped: ./leat control start']
      : ['control plane', `${cloud.controlPlane}   (Kafka REST too)`],
    console === null ? null : ['console', `${console}   (logs in, once; ./leat console prints another)`],
    ['schema registry', cloud.schemaRegistry],
    ['organization', cloud.organization],
    ['environment', cloud.environment],
    ['cluster', run.cluster],
    run.bootstrap === null ? null : ['bootstrap', `${run.bootstrap}   (no login, this machine only; everybody is User:admin)`],
    ['SASL_SSL bootstrap', run.saslSslBootstrap],
    run.caFile === null ? null : ['CA', run.caFile],
    cloud.hasUser ? ['login', `${cloud.email}   password ${secrets.admin.password}`] : null,
    cloud.hasKafkaKey ? ['Kafka key', `${secrets.kafka.apiKey}   secret ${secrets.kafka.apiSecret}`] : null,
    cloud.hasCloudKey ? ['cloud key', `${secrets.cloud.apiKey}   secret ${secrets.cloud.apiSecret}`] : null,
    cloud.hasRegistryKey ? ['registry key', `${secrets.registry.apiKey}   secret ${secrets.registry.apiSecret}`] : null,
    ['audit log', `${cloud.auditBootstrap}   key ${secrets.audit.apiKey}   secret ${secrets.audit.apiSecret}`],
    ['data', run.dataDir],
    ['durability', `${run.durability}: ${DURABILITY_PROMISE[run.durability]}`],
  ]
  return `Leat is ready after ${(readyMs / 1000).toFixed(2)} s

${table(rows)}

To paste
${table(paste(run, selection))}

Next: ./leat doctor${selection} · ./leat status${selection} · ./leat down${selection} or Ctrl-C`
}

function paste(run: RunFile, selection: string): readonly (Row | null)[] {
  const { cloud } = run
  return [
    ['settings', `eval "$(./leat env${selection})"   (what the lines below need; --format json and dotenv too)`],
    cloud.controlPlane === null
      ? null
      : ['curl', `curl -u "$LEAT_CLOUD_API_KEY:$LEAT_CLOUD_API_SECRET" ${cloud.controlPlane}/org/v2/environments`],
    cloud.controlPlane === null ? null : ['confluent CLI', `./leat confluent${selection} kafka topic list`],
    cloud.controlPlane === null
      ? null
      : ['Terraform', `eval "$(./leat terraform-env${selection})"   with provider "confluent" { endpoint = "${cloud.controlPlane}" }`],
    ['kcat', run.bootstrap === null ? 'kcat -L' : `kcat -b ${run.bootstrap} -L`],
    ['Java', 'kafka-topics.sh --bootstrap-server "$LEAT_SASL_SSL_BOOTSTRAP" --command-config "$LEAT_JAVA_PROPERTIES" --list'],
    ['Python, Go, .NET', 'the lines of $KCAT_CONFIG as the configuration of confluent-kafka'],
    ['Node', 'new Kafka({ brokers: [LEAT_SASL_SSL_BOOTSTRAP], ssl: true, sasl: { mechanism: "plain", username: LEAT_API_KEY, … } })'],
  ]
}

function table(rows: readonly (Row | null)[]): string {
  return rows.flatMap((row) => (row === null ? [] : [`  ${row[0].padEnd(19)} ${row[1]}`])).join('\n')
}

/** What `--json` prints: the interface for scripts. Fields are added, never changed. Null: not there now. */
export function jsonLine(run: RunFile, { kafka, cloud: cloudKey, audit, registry, admin }: Secrets, console: string | null): string {
  const { cloud } = run
  const unless = (isThere: boolean, value: string): string | null => (isThere ? value : null)
  return JSON.stringify({
    bootstrap: run.bootstrap,
    sasl_ssl_bootstrap: run.saslSslBootstrap,
    cluster: run.cluster,
    api_key: unless(cloud.hasKafkaKey, kafka.apiKey),
    api_secret: unless(cloud.hasKafkaKey, kafka.apiSecret),
    ca_file: run.caFile,
    data_dir: run.dataDir,
    pid: run.pid,
    console,
    control_plane: cloud.controlPlane,
    rest_endpoint: cloud.controlPlane,
    organization: cloud.organization,
    environment: cloud.environment,
    cloud_api_key: unless(cloud.hasCloudKey, cloudKey.apiKey),
    cloud_api_secret: unless(cloud.hasCloudKey, cloudKey.apiSecret),
    email: unless(cloud.hasUser, admin.email),
    password: unless(cloud.hasUser, admin.password),
    schema_registry: cloud.schemaRegistry,
    schema_registry_api_key: unless(cloud.hasRegistryKey, registry.apiKey),
    schema_registry_api_secret: unless(cloud.hasRegistryKey, registry.apiSecret),
    audit_bootstrap: cloud.auditBootstrap,
    audit_api_key: audit.apiKey,
    audit_api_secret: audit.apiSecret,
  })
}
