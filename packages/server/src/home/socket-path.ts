import { createHash } from 'node:crypto'
import { lstatSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import type { HomeLayout } from './layout.ts'

/** `sun_path` holds 104 bytes on macOS and 108 on Linux, the terminating zero and our suffix for a moved socket included. */
const SOCKET_PATH_BYTES_MAX = 90

/**
 * Where the directory's socket lies: in it, or, when that path is too long for a socket, in the user's runtime directory under a hash of it.
 * Then the directory holds the path in `leat.sock.at`, so that all commands go to the same place whatever their environment says.
 */
export function socketPath(home: HomeLayout): string {
  if (Buffer.byteLength(home.socket) <= SOCKET_PATH_BYTES_MAX) return home.socket
  const pointer = `${home.socket}.at`
  try {
    return readFileSync(pointer, 'utf8').trim()
  } catch {
    const digest = createHash('sha256').update(realpathSync(home.dir)).digest('hex')
    const path = `${runtimeDir()}/${digest.slice(0, 16)}.sock`
    writeFileSync(pointer, `${path}\n`, { mode: 0o600 })
    return path
  }
}

/** A directory of this user alone: in a shared temporary directory another one could put a socket in our place. */
function runtimeDir(): string {
  const { uid } = userInfo()
  const given = process.env['XDG_RUNTIME_DIR']
  const dir = given !== undefined && Buffer.byteLength(given) <= 50 ? `${given}/leat` : `${shortTmp()}/leat-${uid}`
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  const found = lstatSync(dir)
  if (!found.isDirectory() || found.uid !== uid || (found.mode & 0o077) !== 0)
    throw new Error(`${dir} must be a directory that only this user can open`)
  return dir
}

function shortTmp(): string {
  return Buffer.byteLength(tmpdir()) <= 50 ? tmpdir() : '/tmp'
}
