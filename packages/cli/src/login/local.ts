import { type Fs, FsError } from '@leat/base'

/** What the CLI reads of a platform that runs on this machine: `run.json` and `secrets.json` of its data directory, see packages/server/src/home. */
export interface LocalLeat {
  /** Null while its control plane is stopped. */
  readonly url: string | null
  readonly caFile: string | null
  readonly email: string
  /** Of the first admin: this user's own file, which nobody else may read. */
  readonly password: string | null
  /** The cluster of the audit log, and its address. */
  readonly audit: { readonly cluster: string; readonly bootstrap: string } | null
}

interface RunFile {
  readonly caFile: string | null
  readonly dataDir: string
  readonly cloud?: {
    readonly controlPlane: string | null
    readonly email: string
    readonly hasUser: boolean
    readonly systemCluster?: string
    readonly auditBootstrap?: string
  }
}

/** The platform of that name, or null when none runs there. */
export function localLeat(fs: Fs, platformsDir: string, name: string): LocalLeat | null {
  const run = readJson(fs, `${platformsDir}/${name}/run.json`) as RunFile | null
  // Absent in what a Leat without control plane wrote.
  if (run?.cloud === undefined) return null
  const secrets = readJson(fs, `${platformsDir}/${name}/secrets.json`) as { readonly password?: string } | null
  const { controlPlane, email, hasUser, systemCluster: cluster, auditBootstrap: bootstrap } = run.cloud
  const audit = cluster === undefined || bootstrap === undefined ? null : { cluster, bootstrap }
  return { url: controlPlane, caFile: run.caFile, email, password: hasUser ? (secrets?.password ?? null) : null, audit }
}

/** The platform of this machine that answers at this address, if one does: its CA is known then. */
export function localLeatAt(fs: Fs, platformsDir: string, url: string): LocalLeat | null {
  if (fs.statSync(platformsDir) === null) return null
  for (const { name, directory } of fs.listSync(platformsDir)) {
    const leat = directory ? localLeat(fs, platformsDir, name) : null
    if (leat?.url !== undefined && leat.url !== null && new URL(leat.url).origin === new URL(url).origin) return leat
  }
  return null
}

function readJson(fs: Fs, path: string): unknown {
  try {
    return JSON.parse(fs.readFileSync(path).toString('utf8'))
  } catch (error) {
    if (error instanceof FsError || error instanceof SyntaxError) return null
    throw error
  }
}
