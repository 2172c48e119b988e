import { type Fs, FsError, type Random } from '@leat/base'
import { type Config, EMPTY_CONFIG } from './model.ts'
import { KEY_BYTES, seal, unseal } from './seal.ts'

const PRIVATE_DIR_MODE = 0o700
const PRIVATE_FILE_MODE = 0o600
/** Two commands that write at once disturb each other's temporary file; then the write is tried again. */
const ATTEMPTS_MAX = 5

export interface ConfigStore {
  /** As it is on disk now; empty before the first login. Throws when the file is there and is not ours. */
  read(): Config
  /** Applies a change to what is on disk at this moment. */
  change(update: (config: Config) => Config): void
  /** `purpose` names what the secret is for, and is needed to open it. */
  seal(purpose: string, secret: string): string
  /** Null when it cannot be opened: the key file is gone or another. */
  unseal(purpose: string, sealed: string): string | null
}

/** `config.json` and `key` in the directory, both 0600. Nothing is read or made before it is needed. */
export function openConfig(fs: Fs, dir: string, random: Random): ConfigStore {
  const file = `${dir}/config.json`
  const keyFile = `${dir}/key`
  const read = (): Config => parse(file, readOrNull(fs, file))
  return {
    read,
    change(update) {
      retry(() => {
        fs.mkdirSync(dir, PRIVATE_DIR_MODE)
        fs.replaceFileSync(file, `${JSON.stringify(update(read()), null, 2)}\n`, PRIVATE_FILE_MODE)
      })
    },
    seal(purpose, secret) {
      let key = readOrNull(fs, keyFile)
      if (key?.length !== KEY_BYTES) {
        key = random.bytes(KEY_BYTES)
        fs.mkdirSync(dir, PRIVATE_DIR_MODE)
        fs.replaceFileSync(keyFile, key, PRIVATE_FILE_MODE)
      }
      return seal(key, random, purpose, secret)
    },
    unseal(purpose, sealed) {
      const key = readOrNull(fs, keyFile)
      return key?.length === KEY_BYTES ? unseal(key, purpose, sealed) : null
    },
  }
}

function parse(file: string, bytes: Buffer | null): Config {
  if (bytes === null) return EMPTY_CONFIG
  let config: unknown
  try {
    config = JSON.parse(bytes.toString('utf8'))
  } catch (cause) {
    throw new Error(`${file} is not JSON: restore it, or remove it and log in again`, { cause })
  }
  // Written by this program; the version says whether its shape is known.
  if ((config as Partial<Config> | null)?.version !== 1) throw new Error(`${file} is of another version: remove it and log in again`)
  return config as Config
}

function readOrNull(fs: Fs, path: string): Buffer | null {
  try {
    return fs.readFileSync(path)
  } catch (error) {
    if (error instanceof FsError && error.code === 'ENOENT') return null
    throw error
  }
}

function retry(write: () => void): void {
  for (let attempt = 1; ; attempt++) {
    try {
      return write()
    } catch (error) {
      const disturbed = error instanceof FsError && (error.code === 'EEXIST' || error.code === 'ENOENT')
      const inner = error instanceof FsError ? (error.cause as { readonly code?: string } | undefined)?.code : undefined
      if (attempt === ATTEMPTS_MAX || !(disturbed || inner === 'EEXIST')) throw error
    }
  }
}
