import type { RunFile } from './home/run-file.ts'
import type { BootstrapKey } from './home/secrets.ts'

/** Design rule 5 in a sentence each. */
export const DURABILITY_PROMISE = {
  process: 'acknowledged records survive any end of Leat; a power loss may take the last second (--durability power does not)',
  power: 'acknowledged records survive a power loss; losing this disk loses them',
  none: 'records are gone when Leat ends (--ephemeral)',
} as const satisfies Record<RunFile['durability'], string>

/** Everything to paste. `readyMs`: since the process began. */
export function banner(run: RunFile, key: BootstrapKey, readyMs: number): string {
  const rows: (readonly [string, string])[] = [
    ...(run.bootstrap === null
      ? []
      : [['bootstrap', `${run.bootstrap}   (no login, this machine only; everybody is User:admin)`] as const]),
    ['SASL_SSL bootstrap', run.saslSslBootstrap],
    ['API key', key.apiKey],
    ['API secret', key.apiSecret],
    ...(run.caFile === null ? [] : [['CA', run.caFile] as const]),
    ['data', run.dataDir],
    ['durability', `${run.durability}: ${DURABILITY_PROMISE[run.durability]}`],
  ]
  const next = run.bootstrap === null ? 'kcat -L   (after eval "$(./leat env)")' : `kcat -b ${run.bootstrap} -L`
  return `Leat is ready after ${(readyMs / 1000).toFixed(2)} s: cluster ${run.cluster}

${rows.map(([name, value]) => `  ${name.padEnd(19)} ${value}`).join('\n')}

Next: ${next} · ./leat env for Java, librdkafka and Node · ./leat doctor · ./leat down or Ctrl-C`
}

/** What `--json` prints: the interface for scripts. Fields are added, never changed. */
export function jsonLine(run: RunFile, key: BootstrapKey): string {
  return JSON.stringify({
    bootstrap: run.bootstrap,
    sasl_ssl_bootstrap: run.saslSslBootstrap,
    cluster: run.cluster,
    api_key: key.apiKey,
    api_secret: key.apiSecret,
    ca_file: run.caFile,
    data_dir: run.dataDir,
    pid: run.pid,
  })
}
