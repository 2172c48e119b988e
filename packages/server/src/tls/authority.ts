import { createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto'
import type { Clock, Fs, Logger, Millis, TlsMaterial } from '@leat/base'
import { type HomeLayout, PRIVATE_DIR_MODE, PRIVATE_FILE_MODE, PUBLIC_FILE_MODE } from '../home/layout.ts'
import { type Secrets, writeSecrets } from '../home/secrets.ts'
import { issueCertificate, newKeyPair } from './certificate.ts'
import { permittedNames, serverNames } from './names.ts'

const DAY_MS = 86_400_000
const CA_DAYS = 3650
/** Apple's clients refuse server certificates of more than 825 days. */
const SERVER_DAYS = 365
/** A certificate with less left than this is renewed at start. */
export const RENEW_DAYS = 30
const CA_COMMON_NAME = 'Leat local CA'

export interface AuthorityOptions {
  readonly fs: Fs
  readonly clock: Clock
  readonly logger: Logger
  readonly home: HomeLayout
  readonly secrets: Secrets
  /** Hosts that clients of the TLS listeners are told. */
  readonly advertised: readonly string[]
}

/** The server's certificate, kept from run to run; issued again only when it runs out or when the names changed. */
export async function openTlsMaterial(options: AuthorityOptions): Promise<TlsMaterial> {
  const { fs, home, clock, advertised, logger } = options
  const kept = keptMaterial(fs, home)
  const names = serverNames(advertised)
  const authority = keptAuthority(options) ?? (await newAuthority(options))
  if (kept !== null && isGood(kept.cert, clock.now()) && kept.cert.checkIssued(authority.certificate) && sameNames(kept.cert, names))
    return kept.material

  const { privateKey, publicKey } = newKeyPair()
  const issuer = { commonName: CA_COMMON_NAME, privateKey: authority.privateKey, publicKey: authority.certificate.publicKey }
  const cert = await issueCertificate(
    { commonName: 'localhost', ...validity(clock.now(), SERVER_DAYS), publicKey, use: { kind: 'server', names } },
    issuer,
  )
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  fs.mkdirSync(home.tlsDir, PRIVATE_DIR_MODE)
  fs.replaceFileSync(home.serverKey, key, PRIVATE_FILE_MODE)
  fs.replaceFileSync(home.serverCertificate, cert, PUBLIC_FILE_MODE)
  logger.event('info', 'server-certificate-issued', { names: names.join(','), days: SERVER_DAYS })
  return { cert, key }
}

interface Authority {
  readonly certificate: X509Certificate
  readonly privateKey: ReturnType<typeof createPrivateKey>
}

/** Null when there is none, it runs out, or it may not vouch for the names that are wanted now. */
function keptAuthority({ fs, home, secrets, clock, advertised }: AuthorityOptions): Authority | null {
  const { ca } = secrets
  if (ca === null || fs.statSync(home.ca) === null) return null
  if (!permittedNames(advertised).every((name) => ca.names.includes(name))) return null
  const certificate = new X509Certificate(fs.readFileSync(home.ca))
  const privateKey = createPrivateKey(ca.keyPem)
  return isGood(certificate, clock.now()) && certificate.checkPrivateKey(privateKey) ? { certificate, privateKey } : null
}

/** Names once allowed stay allowed, so that a change of `--advertise` to and fro does not ask clients for a new file each time. */
async function newAuthority({ fs, home, secrets, clock, advertised, logger }: AuthorityOptions): Promise<Authority> {
  const names = [...new Set([...(secrets.ca?.names ?? []), ...permittedNames(advertised)])]
  const { privateKey, publicKey } = newKeyPair()
  const request = {
    commonName: CA_COMMON_NAME,
    ...validity(clock.now(), CA_DAYS),
    publicKey,
    use: { kind: 'authority', permitted: names },
  } as const
  const pem = await issueCertificate(request, { commonName: CA_COMMON_NAME, privateKey, publicKey })
  const keyPem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  writeSecrets(fs, home, { ...secrets, ca: { keyPem, names } })
  fs.replaceFileSync(home.ca, pem, PUBLIC_FILE_MODE)
  // Clients that trusted the old one must load the new file: said loudly unless it is the first.
  logger.event(secrets.ca === null ? 'info' : 'warn', 'ca-issued', { file: home.ca, names: names.join(','), replaced: secrets.ca !== null })
  return { certificate: new X509Certificate(pem), privateKey: createPrivateKey(keyPem) }
}

function keptMaterial(fs: Fs, home: HomeLayout): { readonly cert: X509Certificate; readonly material: TlsMaterial } | null {
  if (fs.statSync(home.serverCertificate) === null || fs.statSync(home.serverKey) === null) return null
  const material = { cert: fs.readFileSync(home.serverCertificate).toString(), key: fs.readFileSync(home.serverKey).toString() }
  const cert = new X509Certificate(material.cert)
  // Torn between its two files by a crash: issued again.
  return keysMatch(cert, material.key) ? { cert, material } : null
}

export function keysMatch(certificate: X509Certificate, keyPem: string): boolean {
  return createPublicKey(keyPem).equals(certificate.publicKey)
}

/** Clocks of containers and virtual machines may lag behind: valid from a day ago. */
function validity(now: Millis, days: number): { readonly notBeforeMs: number; readonly notAfterMs: number } {
  return { notBeforeMs: now - DAY_MS, notAfterMs: now + days * DAY_MS }
}

export function daysLeft(certificate: X509Certificate, now: Millis): number {
  return Math.floor((certificate.validToDate.getTime() - now) / DAY_MS)
}

function isGood(certificate: X509Certificate, now: Millis): boolean {
  return daysLeft(certificate, now) >= RENEW_DAYS && certificate.validFromDate.getTime() <= now
}

function sameNames(certificate: X509Certificate, names: readonly string[]): boolean {
  const found = new Set(certificateNames(certificate))
  return found.size === names.length && names.every((name) => found.has(canonical(name)))
}

/** The subject alternative names, IPv6 addresses in one spelling. */
export function certificateNames(certificate: X509Certificate): readonly string[] {
  const text = certificate.subjectAltName ?? ''
  return text.split(', ').map((entry) => canonical(entry.replace(/^(DNS|IP Address):/, '')))
}

function canonical(name: string): string {
  return name.includes(':') ? new URL(`http://[${name}]`).hostname.slice(1, -1) : name.toLowerCase()
}
