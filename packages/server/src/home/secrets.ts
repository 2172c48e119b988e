import type { Fs, Random } from '@leat/base'
import { readJsonObject, stringField, writeJson } from './json-file.ts'
import { type HomeLayout, PRIVATE_FILE_MODE } from './layout.ts'

/** A key as its owner uses it. Shaped as the cloud's: 16 capitals and digits, 64 characters of base64. */
export interface Key {
  readonly apiKey: string
  readonly apiSecret: string
}

/** A certificate authority's private key (PEM) and the names its certificate allows. */
interface CaSecret {
  readonly keyPem: string
  readonly names: readonly string[]
}

/** `secrets.json`, 0600: all that was made with the platform. What is deleted or changed later, in the control plane, stands here all the same. */
export interface Secrets {
  /** For the first Kafka cluster. */
  readonly kafka: Key
  /** For the control plane: the first admin's. */
  readonly cloud: Key
  /** Reads the audit log on the system cluster, and may do nothing else. */
  readonly audit: Key
  /** For the Schema Registry of the first environment: the first admin's. */
  readonly registry: Key
  /** It was made by this start: the control plane is to learn of it. Later it may have been deleted there. */
  readonly isRegistryNew: boolean
  /** The first admin. */
  readonly admin: { readonly email: string; readonly password: string }
  /** Signs session and data-plane tokens. */
  readonly tokenSecret: Buffer
  readonly ca: CaSecret | null
}

const ADMIN_EMAIL = 'admin@leat.local'
const TOKEN_SECRET_BYTES = 32

/** What is missing is made: everything in a new directory, all but the Kafka key in one of a release that had no control plane. */
export function openSecrets(fs: Fs, home: HomeLayout, random: Random): Secrets {
  const file = readJsonObject(fs, home.secrets)
  const known = file === null ? null : secretsIn(file)
  if (known !== null && known.ofCloud !== null) {
    const complete = {
      kafka: known.kafka,
      ca: known.ca,
      ...known.ofCloud,
      registry: known.registry ?? newKey(random),
      isRegistryNew: known.registry === null,
    }
    if (known.registry === null) writeSecrets(fs, home, complete)
    return complete
  }
  // In this order, as a seed gives the same values then.
  const secrets: Secrets = {
    kafka: known?.kafka ?? { apiKey: newApiKey(random), apiSecret: random.bytes(48).toString('base64') },
    cloud: newKey(random),
    audit: newKey(random),
    admin: { email: ADMIN_EMAIL, password: newPassword(random) },
    tokenSecret: random.bytes(TOKEN_SECRET_BYTES),
    ca: known?.ca ?? null,
    registry: newKey(random),
    isRegistryNew: true,
  }
  writeSecrets(fs, home, secrets)
  return secrets
}

/** Null: nothing was started here yet, or by an older release alone. */
export function readSecrets(fs: Fs, home: HomeLayout): Secrets | null {
  const file = readJsonObject(fs, home.secrets)
  if (file === null) return null
  const { kafka, ca, registry, ofCloud } = secretsIn(file)
  return ofCloud === null || registry === null ? null : { kafka, ca, registry, isRegistryNew: false, ...ofCloud }
}

export function writeSecrets(fs: Fs, home: HomeLayout, secrets: Secrets): void {
  const { kafka, cloud, audit, registry, admin, tokenSecret, ca } = secrets
  const file = {
    api_key: kafka.apiKey,
    api_secret: kafka.apiSecret,
    cloud_api_key: cloud.apiKey,
    cloud_api_secret: cloud.apiSecret,
    audit_api_key: audit.apiKey,
    audit_api_secret: audit.apiSecret,
    schema_registry_api_key: registry.apiKey,
    schema_registry_api_secret: registry.apiSecret,
    email: admin.email,
    password: admin.password,
    token_secret: tokenSecret.toString('base64'),
    ca_key: ca?.keyPem ?? null,
    ca_names: ca?.names ?? null,
  }
  writeJson(fs, home.secrets, file, PRIVATE_FILE_MODE)
}

interface Known extends Pick<Secrets, 'kafka' | 'ca'> {
  /** Null in a file of a release that had no registry. */
  readonly registry: Key | null
  /** Null in a file of a release that had no control plane. */
  readonly ofCloud: Omit<Secrets, 'kafka' | 'ca' | 'registry' | 'isRegistryNew'> | null
}

/** What a file of this release or an older one holds. */
function secretsIn(file: Readonly<Record<string, unknown>>): Known {
  const text = (name: string): string => stringField('secrets.json', file, name)
  const keyPem = file['ca_key']
  const names = file['ca_names']
  const kafka = { apiKey: text('api_key'), apiSecret: text('api_secret') }
  const ca = typeof keyPem === 'string' && Array.isArray(names) ? { keyPem, names: names.map(String) } : null
  const registry =
    file['schema_registry_api_key'] === undefined
      ? null
      : { apiKey: text('schema_registry_api_key'), apiSecret: text('schema_registry_api_secret') }
  if (file['token_secret'] === undefined) return { kafka, ca, registry, ofCloud: null }
  const ofCloud = {
    cloud: { apiKey: text('cloud_api_key'), apiSecret: text('cloud_api_secret') },
    audit: { apiKey: text('audit_api_key'), apiSecret: text('audit_api_secret') },
    admin: { email: text('email'), password: text('password') },
    tokenSecret: Buffer.from(text('token_secret'), 'base64'),
  }
  return { kafka, ca, registry, ofCloud }
}

const KEY_ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

function newApiKey(random: Random): string {
  return Array.from({ length: 16 }, () => KEY_ALPHABET[random.below(KEY_ALPHABET.length)]!).join('')
}

/** Secrets begin as the cloud's do, so that scanners of source code find them. */
function newKey(random: Random): Key {
  return { apiKey: newApiKey(random), apiSecret: `cflt${random.bytes(45).toString('base64')}` }
}

/** Letters and digits alone: it is pasted into shells. */
const PASSWORD_ALPHABET = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789'

function newPassword(random: Random): string {
  return Array.from({ length: 24 }, () => PASSWORD_ALPHABET[random.below(PASSWORD_ALPHABET.length)]!).join('')
}
