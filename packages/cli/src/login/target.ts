import { resolve } from 'node:path'
import { ok, type Result } from '@leat/base'
import { type Complaint, failed } from '../complaint.ts'
import type { Context } from '../context.ts'
import { type LocalLeat, localLeat, localLeatAt } from './local.ts'

/** Which Leat to log in to. */
export interface LoginTarget {
  /** An origin: `http://localhost:9021`. */
  readonly url: string
  readonly caFile: string | null
  readonly local: LocalLeat | null
}

const DEFAULT_URL = 'http://localhost:9021'
const DEFAULT_NAME = 'default'

interface Wanted {
  readonly url?: string | undefined
  readonly name?: string | undefined
  readonly 'certificate-authority-path'?: string | undefined
}

/** `--url`, else the platform of this machine that `--name` means, else the usual port. */
export function loginTarget({ fs, environment }: Pick<Context, 'fs' | 'environment'>, wanted: Wanted): Result<LoginTarget, Complaint> {
  const given = wanted['certificate-authority-path'] === undefined ? null : resolve(wanted['certificate-authority-path'])
  if (given !== null && fs.statSync(given) === null) return failed(`there is no file ${given}`)
  if (wanted.url !== undefined) {
    const url = originOf(wanted.url)
    if (url === null) return failed(`"${wanted.url}" is not a URL`, 'Give the address of a control plane, such as http://localhost:9021.')
    const local = localLeatAt(fs, environment.platformsDir, url)
    return ok({ url, caFile: given ?? local?.caFile ?? null, local })
  }
  const local = localLeat(fs, environment.platformsDir, wanted.name ?? DEFAULT_NAME)
  if (local === null && wanted.name !== undefined)
    return failed(`no Leat named "${wanted.name}" runs on this machine`, `Start it with "leat up --name ${wanted.name}".`)
  if (local?.url === null) return failed('the control plane is stopped', 'Start it with "leat control start".')
  return ok({ url: local?.url ?? DEFAULT_URL, caFile: given ?? local?.caFile ?? null, local })
}

function originOf(text: string): string | null {
  const url = URL.canParse(text) ? new URL(text) : null
  return url !== null && (url.protocol === 'http:' || url.protocol === 'https:') ? url.origin : null
}
