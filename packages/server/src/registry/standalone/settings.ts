import { type Result, fail, ok } from '@leat/base'
import type { BrokerAddress } from '@leat/client/socket'
import { isLoopback } from '../../platform/listeners.ts'

/** What a registry of its own is told: by options, else by the properties that the registry everyone runs has. */
export interface StandaloneSettings {
  readonly bootstrap: readonly BrokerAddress[]
  /** `ca` is a file (PEM). Null: no TLS. */
  readonly tls: { readonly ca: string | null } | null
  readonly sasl: { readonly username: string; readonly password: string } | null
  readonly topic: string
  readonly replicationFactor: number
  readonly groupId: string
  readonly initMsMax: number
  readonly listen: { readonly host: string; readonly port: number; readonly scheme: 'http' | 'https' }
  /** Files (PEM) of the own certificate, for https. */
  readonly certificate: { readonly cert: string; readonly key: string } | null
  /** What other nodes are told; null: what is listened on. */
  readonly advertised: { readonly host: string | null; readonly port: number | null }
  readonly allowedHosts: readonly string[]
  /** File (PEM) that signs the certificates of other nodes; null: the system's trust. */
  readonly peerCa: string | null
  readonly isEligible: boolean
  readonly sticky: boolean | null
  readonly headersToo: readonly string[]
  readonly compatibilityLevel: CompatibilityLevel
  readonly modesMutable: boolean
  readonly behavesAs: 7 | 8
}

const LEVELS = ['NONE', 'BACKWARD', 'BACKWARD_TRANSITIVE', 'FORWARD', 'FORWARD_TRANSITIVE', 'FULL', 'FULL_TRANSITIVE'] as const
type CompatibilityLevel = (typeof LEVELS)[number]

/** Options of the command by name; of those that may come several times all. */
export type Given = Readonly<Record<string, string | readonly string[] | undefined>>

/** Each setting: its option, and the properties that mean the same, newest name first. */
const SOURCES = {
  bootstrap: { option: 'bootstrap', properties: ['kafkastore.bootstrap.servers'] },
  topic: { option: 'topic', properties: ['kafkastore.topic'] },
  replication: { option: 'replication-factor', properties: ['kafkastore.topic.replication.factor'] },
  group: { option: 'group', properties: ['schema.registry.group.id'] },
  initMs: { option: null, properties: ['kafkastore.init.timeout.ms'] },
  security: { option: null, properties: ['kafkastore.security.protocol'] },
  mechanism: { option: null, properties: ['kafkastore.sasl.mechanism'] },
  jaas: { option: null, properties: ['kafkastore.sasl.jaas.config'] },
  user: { option: 'user', properties: [] },
  password: { option: 'password', properties: [] },
  ca: { option: 'ca', properties: ['kafkastore.ssl.truststore.location'] },
  caType: { option: null, properties: ['kafkastore.ssl.truststore.type'] },
  listen: { option: 'listen', properties: ['listeners'] },
  cert: { option: 'cert', properties: [] },
  key: { option: 'key', properties: [] },
  keystore: { option: null, properties: ['ssl.keystore.location'] },
  keystoreType: { option: null, properties: ['ssl.keystore.type'] },
  peerCa: { option: 'peer-ca', properties: ['ssl.truststore.location'] },
  peerCaType: { option: null, properties: ['ssl.truststore.type'] },
  hostName: { option: 'host-name', properties: ['host.name'] },
  hostPort: { option: 'host-port', properties: ['host.port'] },
  eligible: { option: 'eligible', properties: ['leader.eligibility', 'master.eligibility'] },
  sticky: { option: 'sticky', properties: ['leader.election.sticky'] },
  headers: { option: null, properties: ['inter.instance.headers.whitelist.headers'] },
  level: { option: null, properties: ['schema.compatibility.level', 'avro.compatibility.level'] },
  modes: { option: null, properties: ['mode.mutability'] },
  behavesAs: { option: 'behaves-as', properties: [] },
} as const satisfies Record<string, { readonly option: string | null; readonly properties: readonly string[] }>

type Name = keyof typeof SOURCES

const KNOWN: ReadonlySet<string> = new Set(Object.values(SOURCES).flatMap(({ properties }) => properties))

/** Properties that mean nothing here, to be told: not one is passed over in silence. */
export function unknownProperties(properties: ReadonlyMap<string, string>): readonly string[] {
  return [...properties.keys()].filter((name) => !KNOWN.has(name))
}

/** The error is a sentence that names the option or property, and says what to do. */
export function readSettings(given: Given, properties: ReadonlyMap<string, string>): Result<StandaloneSettings, string> {
  try {
    return ok(settingsOf(given, properties))
  } catch (error) {
    if (error instanceof BadSetting) return fail(error.message)
    throw error
  }
}

class BadSetting extends Error {}

interface Found {
  readonly value: string
  /** How it was called where it was found. */
  readonly name: string
}

function settingsOf(given: Given, properties: ReadonlyMap<string, string>): StandaloneSettings {
  const find = (name: Name): Found | null => {
    const { option, properties: names } = SOURCES[name]
    const told = option === null ? undefined : given[option]
    if (typeof told === 'string') return { value: told, name: `--${option}` }
    const property = names.find((one) => properties.has(one))
    return property === undefined ? null : { value: properties.get(property)!.trim(), name: property }
  }
  const text = (name: Name, otherwise: string): string => find(name)?.value ?? otherwise
  const number = (name: Name, otherwise: number, max: number): number => {
    const found = find(name)
    return found === null ? otherwise : wholeNumber(found, max)
  }
  const truth = <T>(name: Name, otherwise: T): boolean | T => {
    const found = find(name)
    return found === null ? otherwise : oneOf(found, ['true', 'false']) === 'true'
  }

  const bootstrap = find('bootstrap')
  if (bootstrap === null) throw new BadSetting('--bootstrap HOST:PORT says where Kafka is (or kafkastore.bootstrap.servers in --config)')
  const listen = listenerOf(find('listen') ?? { value: 'http://127.0.0.1:8081', name: '--listen' })
  if (!isLoopback(listen.host) && given['anonymous'] !== 'true')
    throw new BadSetting(
      `it asks nobody for a password, so it listens on this machine alone: put what does in front of ${listen.host}, or add --anonymous to let whoever reaches it change schemas`,
    )
  const { tls, sasl } = securityOf(find, given['tls'] === 'true', bootstrap)
  const hostPort = find('hostPort')
  const level = find('level')
  const behavesAs = find('behavesAs')
  return {
    bootstrap: brokersOf(bootstrap),
    tls,
    sasl,
    topic: text('topic', '_schemas'),
    replicationFactor: number('replication', 3, 32_767),
    groupId: text('group', 'schema-registry'),
    initMsMax: number('initMs', 60_000, 3_600_000),
    listen,
    certificate: certificateOf(find, listen.scheme),
    advertised: { host: find('hostName')?.value ?? null, port: hostPort === null ? null : wholeNumber(hostPort, 65_535) },
    allowedHosts: list(given['allow-host']),
    peerCa: pemOf(find('peerCa'), find('peerCaType')),
    isEligible: truth('eligible', true),
    sticky: truth('sticky', null),
    headersToo: (find('headers')?.value ?? '').split(',').flatMap((one) => (one.trim() === '' ? [] : [one.trim().toLowerCase()])),
    compatibilityLevel: level === null ? 'BACKWARD' : oneOf({ ...level, value: level.value.toUpperCase() }, LEVELS),
    modesMutable: truth('modes', true),
    behavesAs: behavesAs !== null && oneOf(behavesAs, ['7', '8']) === '7' ? 7 : 8,
  }
}

function securityOf(find: (name: Name) => Found | null, wantsTls: boolean, bootstrap: Found): Pick<StandaloneSettings, 'tls' | 'sasl'> {
  const prefix = /^(PLAINTEXT|SSL|SASL_PLAINTEXT|SASL_SSL):\/\//.exec(bootstrap.value)?.[1] ?? null
  const security = find('security')
  const protocol = security === null ? prefix : oneOf(security, ['PLAINTEXT', 'SSL', 'SASL_PLAINTEXT', 'SASL_SSL'])
  const user = find('user')
  const password = find('password')
  if ((user === null) !== (password === null)) throw new BadSetting('--user and --password go together')
  const jaas = find('jaas')
  const mechanism = find('mechanism')
  if (mechanism !== null && mechanism.value !== 'PLAIN') throw new BadSetting(`${mechanism.name} ${mechanism.value}: only PLAIN`)
  const sasl = user !== null ? { username: user.value, password: password!.value } : jaas === null ? null : loginOf(jaas)
  if (protocol?.startsWith('SASL') === true && sasl === null)
    throw new BadSetting(`${protocol} needs --user and --password (or kafkastore.sasl.jaas.config)`)
  const ca = pemOf(find('ca'), find('caType'))
  const isTls = protocol === null ? wantsTls || ca !== null : protocol.endsWith('SSL')
  return { tls: isTls ? { ca } : null, sasl }
}

function loginOf({ value, name }: Found): { readonly username: string; readonly password: string } {
  const word = (key: string): string | undefined =>
    new RegExp(`\\b${key}\\s*=\\s*"((?:\\\\.|[^"\\\\])*)"`).exec(value)?.[1]?.replace(/\\(.)/g, '$1')
  const username = word('username')
  const password = word('password')
  if (!value.includes('PlainLoginModule') || username === undefined || password === undefined)
    throw new BadSetting(`${name}: PlainLoginModule with username="…" and password="…" is what Leat understands`)
  return { username, password }
}

/** Stores of Java are no files that Leat reads. */
function pemOf(file: Found | null, type: Found | null): string | null {
  if (file === null) return null
  const isOption = file.name.startsWith('--')
  if (!isOption && type?.value.toUpperCase() !== 'PEM')
    throw new BadSetting(`${file.name}: Leat reads PEM files; export the certificates, and say so in the property that ends with "type"`)
  return file.value
}

function certificateOf(find: (name: Name) => Found | null, scheme: string): StandaloneSettings['certificate'] {
  const [cert, key, keystore] = [find('cert'), find('key'), pemOf(find('keystore'), find('keystoreType'))]
  if ((cert === null) !== (key === null)) throw new BadSetting('--cert and --key go together: a certificate and its private key')
  const certificate = cert !== null ? { cert: cert.value, key: key!.value } : keystore === null ? null : { cert: keystore, key: keystore }
  if (scheme === 'https' && certificate === null) throw new BadSetting('https needs --cert FILE and --key FILE (PEM)')
  return scheme === 'https' ? certificate : null
}

function brokersOf({ value, name }: Found): readonly BrokerAddress[] {
  return value.split(',').map((one) => {
    const [, host, host6, port] = /^(?:[A-Z_]+:\/\/)?(?:([^:[\]/]+)|\[([^\]]+)\]):(\d{1,5})$/.exec(one.trim()) ?? []
    const address = host ?? host6
    if (address === undefined || port === undefined) throw new BadSetting(`${name} ${one}: HOST:PORT, several with a comma between`)
    return { host: address, port: wholeNumber({ value: port, name }, 65_535) }
  })
}

function listenerOf({ value, name }: Found): StandaloneSettings['listen'] {
  const [first = '', ...more] = value.split(',')
  const [, scheme, host, host6, port] = /^(https?):\/\/(?:([^:[\]/]*)|\[([^\]]+)\]):(\d{1,5})\/?$/.exec(first.trim()) ?? []
  if (scheme === undefined || port === undefined || more.length > 0)
    throw new BadSetting(`${name} ${value}: one http://HOST:PORT or https://HOST:PORT`)
  return { scheme: scheme as 'http', host: host6 ?? (host || '0.0.0.0'), port: wholeNumber({ value: port, name }, 65_535) }
}

function wholeNumber({ value, name }: Found, max: number): number {
  if (!/^\d+$/.test(value) || Number(value) > max) throw new BadSetting(`${name} ${value}: a whole number, at most ${max}`)
  return Number(value)
}

function oneOf<T extends string>({ value, name }: Found, choices: readonly T[]): T {
  const found = choices.find((choice) => choice === value)
  if (found === undefined) throw new BadSetting(`${name} ${value}: ${choices.join(', ')}`)
  return found
}

function list(value: string | readonly string[] | undefined): readonly string[] {
  return value === undefined ? [] : typeof value === 'string' ? [value] : value
}
