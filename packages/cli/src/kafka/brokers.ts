import { fail, type Fs, FsError, ok, type Result } from '@leat/base'
import { type Complaint, complaint, failed } from '../complaint.ts'
import type { ApiKey, KafkaCluster } from '../session/session.ts'
import type { ClientSettings } from './client-settings.ts'
import type { KeyGiven } from './key.ts'

/** Where clients connect, and how. */
export interface Brokers {
  /** `host:port`, several with commas between them. */
  readonly bootstrap: string
  /** Null: not encrypted. `caFile`: PEM; null: what the system trusts. */
  readonly tls: { readonly caFile: string | null } | null
  /** Who logs in with PLAIN; null: nobody. */
  readonly login: ApiKey | null
  readonly clientId: string
  /** The Leat cluster they are of, for what is suggested; null when they were named by hand. */
  readonly cluster: string | null
}

const CLIENT_ID = 'leat-cli'
const PROTOCOLS = ['PLAINTEXT', 'SASL_PLAINTEXT', 'SASL_SSL', 'SSL'] as const
type Protocol = (typeof PROTOCOLS)[number]

/** Flags of brokers that are named by hand; without --bootstrap they change how those of the cluster are reached. */
export const BROKER_FLAGS = {
  bootstrap: { type: 'text', summary: 'Brokers ("host:port,...") of any Kafka, instead of those of the cluster; needs no login.' },
  protocol: { type: 'text', summary: 'How brokers are spoken to.', choices: PROTOCOLS },
  'sasl-mechanism': { type: 'text', summary: 'Mechanism of SASL.', choices: ['PLAIN'] },
  username: { type: 'text', summary: 'User name for SASL; the API key by another name.' },
  password: { type: 'text', summary: 'Password for SASL; the API secret by another name.' },
  'certificate-authority-path': { type: 'text', summary: 'PEM file of the certificate authorities that brokers may have.' },
} as const

export interface BrokersGiven extends KeyGiven {
  readonly bootstrap: string | undefined
  readonly protocol: string | undefined
  readonly 'sasl-mechanism': string | undefined
  readonly username: string | undefined
  readonly password: string | undefined
  readonly 'certificate-authority-path': string | undefined
}

/** What flags and settings say, settings first; undefined where they say nothing. */
export interface BrokersWished {
  readonly bootstrap: string | undefined
  readonly protocol: Protocol | undefined
  readonly key: KeyGiven
  readonly caFile: string | undefined
  readonly clientId: string
}

export const CLUSTER_ONLY: Omit<BrokersWished, 'key'> = {
  bootstrap: undefined,
  protocol: undefined,
  caFile: undefined,
  clientId: CLIENT_ID,
}

export function wishedBrokers(given: BrokersGiven, settings: ClientSettings): Result<BrokersWished, Complaint> {
  const protocol = settings.get('security.protocol')?.toUpperCase() ?? given.protocol
  if (protocol !== undefined && !isProtocol(protocol))
    return failed(`invalid value "${protocol}" for security.protocol: it is one of ${PROTOCOLS.join(', ')}`)
  const mechanism = settings.get('sasl.mechanism') ?? settings.get('sasl.mechanisms') ?? given['sasl-mechanism']
  if (mechanism !== undefined && mechanism !== 'PLAIN') return failed(`the SASL mechanism is PLAIN here, not "${mechanism}"`)
  const key = {
    'api-key': settings.get('sasl.username') ?? given['api-key'] ?? given.username,
    'api-secret': settings.get('sasl.password') ?? given['api-secret'] ?? given.password,
  }
  return ok({
    bootstrap: settings.get('bootstrap.servers') ?? given.bootstrap,
    protocol,
    key,
    caFile: settings.get('ssl.ca.location') ?? given['certificate-authority-path'],
    clientId: settings.get('client.id') ?? CLIENT_ID,
  })
}

/** Brokers that were named by hand. No stored key goes to them: only what was given with them. */
export function brokersByHand(
  bootstrap: string,
  { protocol = 'SASL_SSL', key, caFile, clientId }: BrokersWished,
): Result<Brokers, Complaint> {
  const { 'api-key': user, 'api-secret': secret } = key
  const wrong = bootstrap.split(',').find((one) => !/^.+:\d+$/.test(one.trim()))
  if (wrong !== undefined) return failed(`invalid broker "${wrong}": it is "host:port"`)
  if (usesSasl(protocol) && (user === undefined || secret === undefined))
    return fail(
      complaint(
        `${protocol} needs a user and a password for brokers that are named by hand`,
        'Give --api-key and --api-secret, or --username and --password; stored keys are not sent to such brokers.',
        'Brokers that ask for neither are spoken to with --protocol PLAINTEXT or --protocol SSL.',
      ),
    )
  const login = usesSasl(protocol) ? { key: user!, secret: secret! } : null
  return ok({ bootstrap, tls: usesTls(protocol) ? { caFile: caFile ?? null } : null, login, clientId, cluster: null })
}

/** The brokers of a cluster, which speak SASL_SSL unless something else was asked for. */
export function brokersOf(cluster: KafkaCluster, login: ApiKey | null, wished: Omit<BrokersWished, 'key'>): Brokers {
  const { protocol = 'SASL_SSL', caFile, clientId } = wished
  const tls = usesTls(protocol) ? { caFile: caFile ?? cluster.caFile } : null
  return { bootstrap: cluster.bootstrap, tls, login, clientId, cluster: cluster.id }
}

export function usesSasl(protocol: Protocol): boolean {
  return protocol.startsWith('SASL_')
}

function usesTls(protocol: Protocol): boolean {
  return protocol.endsWith('SSL')
}

function isProtocol(text: string): text is Protocol {
  return (PROTOCOLS as readonly string[]).includes(text)
}

/** The authorities' certificates; undefined: those the system trusts. */
export function caOf(fs: Fs, caFile: string | null): Result<string | undefined, Complaint> {
  if (caFile === null) return ok(undefined)
  try {
    return ok(fs.readFileSync(caFile).toString('utf8'))
  } catch (error) {
    if (error instanceof FsError) return failed(`cannot read the certificate authorities in ${caFile}: ${error.message}`)
    throw error
  }
}
