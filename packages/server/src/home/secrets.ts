import type { Fs, Random } from '@leat/base'
import { readJsonObject, stringField, writeJson } from './json-file.ts'
import { type HomeLayout, PRIVATE_FILE_MODE } from './layout.ts'

/** The key that a new platform starts with. Shaped as the cloud's: 16 capitals and digits, 48 bytes of base64. */
export interface BootstrapKey {
  readonly apiKey: string
  readonly apiSecret: string
}

/** A certificate authority's private key (PEM) and the names its certificate allows. */
interface CaSecret {
  readonly keyPem: string
  readonly names: readonly string[]
}

/** `secrets.json`, 0600 */
export interface Secrets {
  readonly bootstrap: BootstrapKey
  readonly ca: CaSecret | null
}

export function openSecrets(fs: Fs, home: HomeLayout, random: Random): Secrets {
  const known = readSecrets(fs, home)
  if (known !== null) return known
  const secrets = { bootstrap: { apiKey: newApiKey(random), apiSecret: random.bytes(48).toString('base64') }, ca: null }
  writeSecrets(fs, home, secrets)
  return secrets
}

export function readSecrets(fs: Fs, home: HomeLayout): Secrets | null {
  const file = readJsonObject(fs, home.secrets)
  if (file === null) return null
  const keyPem = file['ca_key']
  const names = file['ca_names']
  return {
    bootstrap: { apiKey: stringField(home.secrets, file, 'api_key'), apiSecret: stringField(home.secrets, file, 'api_secret') },
    ca: typeof keyPem === 'string' && Array.isArray(names) ? { keyPem, names: names.map(String) } : null,
  }
}

export function writeSecrets(fs: Fs, home: HomeLayout, { bootstrap, ca }: Secrets): void {
  const file = { api_key: bootstrap.apiKey, api_secret: bootstrap.apiSecret, ca_key: ca?.keyPem ?? null, ca_names: ca?.names ?? null }
  writeJson(fs, home.secrets, file, PRIVATE_FILE_MODE)
}

const KEY_ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

function newApiKey(random: Random): string {
  return Array.from({ length: 16 }, () => KEY_ALPHABET[random.below(KEY_ALPHABET.length)]!).join('')
}
