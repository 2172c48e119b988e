/** A certificate authority and a server certificate for 127.0.0.1 and localhost, made by openssl, as PEM. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runOrThrow } from '../process.ts'

export interface Certificates {
  /** The authority's certificate: what clients trust. */
  readonly caFile: string
  /** Private key (PKCS #8) and certificate chain in one file, as Kafka's PEM key store wants it. */
  readonly keyStoreFile: string
}

/** Names that a certificate must carry for clients which check the host. */
const EXTENSIONS = 'subjectAltName=DNS:localhost,IP:127.0.0.1,IP:::1\nbasicConstraints=CA:FALSE\n'

export async function makeCertificates(dir: string): Promise<Certificates> {
  const at = (name: string): string => join(dir, name)
  const ec = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  writeFileSync(at('ext.cnf'), EXTENSIONS)
  await runOrThrow('openssl', [
    'req',
    '-x509',
    ...ec,
    '-days',
    '30',
    '-subj',
    '/CN=conformance ca',
    '-keyout',
    at('ca.key'),
    '-out',
    at('ca.pem'),
  ])
  await runOrThrow('openssl', ['req', ...ec, '-subj', '/CN=localhost', '-keyout', at('server.key'), '-out', at('server.csr')])
  await runOrThrow('openssl', [
    'x509',
    '-req',
    '-CAcreateserial',
    ...Object.entries({ '-in': 'server.csr', '-out': 'server.pem', '-CA': 'ca.pem', '-CAkey': 'ca.key', '-extfile': 'ext.cnf' }).flatMap(
      ([flag, name]) => [flag, at(name)],
    ),
    '-days',
    '30',
  ])
  const chain = ['server.key', 'server.pem', 'ca.pem'].map((name) => readFileSync(at(name), 'utf8')).join('')
  writeFileSync(at('keystore.pem'), chain, { mode: 0o600 })
  return { caFile: at('ca.pem'), keyStoreFile: at('keystore.pem') }
}
