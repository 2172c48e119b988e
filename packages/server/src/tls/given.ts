import { createPrivateKey, X509Certificate } from 'node:crypto'
import { type Fs, FsError, type Result, type TlsMaterial, fail, ok } from '@leat/base'
import type { StartProblem } from '../platform/problem.ts'
import { keysMatch } from './authority.ts'

/** `--cert FILE --key FILE`: somebody's own certificate (PEM, chain in the same file) and its unencrypted key. */
export function readGivenCertificate(
  fs: Fs,
  files: { readonly cert: string; readonly key: string },
  nowMs: number,
): Result<TlsMaterial, StartProblem> {
  const cert = readText(fs, files.cert)
  if (!cert.ok) return cert
  const key = readText(fs, files.key)
  if (!key.ok) return key
  const bad = (file: string, reason: string): Result<never, StartProblem> => fail({ kind: 'bad-certificate', file, reason })

  const parsed = attempt(() => new X509Certificate(cert.value))
  if (parsed === null) return bad(files.cert, 'not a certificate in PEM form')
  if (attempt(() => createPrivateKey(key.value)) === null) return bad(files.key, 'not an unencrypted private key in PEM form')
  if (!keysMatch(parsed, key.value)) return bad(files.key, `not the key of ${files.cert}`)
  if (parsed.validToDate.getTime() <= nowMs) return bad(files.cert, `expired at ${parsed.validTo}`)
  return ok({ cert: cert.value, key: key.value })
}

function readText(fs: Fs, path: string): Result<string, StartProblem> {
  try {
    return ok(fs.readFileSync(path).toString('utf8'))
  } catch (error) {
    if (!(error instanceof FsError)) throw error
    const reason = error.code === 'ENOENT' ? 'there is no such file' : `cannot be read (${error.code})`
    return fail({ kind: 'bad-certificate', file: path, reason })
  }
}

function attempt<T>(make: () => T): T | null {
  try {
    return make()
  } catch {
    return null
  }
}
