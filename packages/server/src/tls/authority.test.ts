import { createPrivateKey, X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { connect, createServer } from 'node:tls'
import type { AddressInfo } from 'node:net'
import { silentLogger } from '@leat/base'
import { memoryFs, seededRandom, virtualClock } from '@leat/base/sim'
import { expect, test } from 'vitest'
import { homeLayout } from '../home/layout.ts'
import { openSecrets } from '../home/secrets.ts'
import { certificateNames, openTlsMaterial } from './authority.ts'
import { issueCertificate, newKeyPair } from './certificate.ts'

const DAY_MS = 86_400_000

function platform() {
  const fs = memoryFs()
  const home = homeLayout('/leat')
  fs.mkdirSync('/leat')
  const clock = virtualClock(Date.now())
  const open = (advertised: readonly string[] = ['localhost']) =>
    openTlsMaterial({ fs, clock, logger: silentLogger, home, secrets: openSecrets(fs, home, seededRandom(1)), advertised })
  return { fs, home, clock, open, ca: () => fs.readFileSync(home.ca).toString() }
}

/** What a TLS client of `host` complains of, or null when it trusts the server. */
async function handshake(server: { readonly cert: string; readonly key: string }, ca: string, host: string): Promise<string | null> {
  const listener = createServer(server).listen(0, '127.0.0.1')
  listener.on('tlsClientError', () => {})
  await once(listener, 'listening')
  try {
    const socket = connect({ host: '127.0.0.1', port: (listener.address() as AddressInfo).port, ca, servername: host })
    try {
      await once(socket, 'secureConnect')
      return null
    } catch (error) {
      return (error as Error).message
    } finally {
      socket.destroy()
    }
  } finally {
    listener.close()
  }
}

test('clients that trust the CA file trust the server on localhost', async () => {
  const { open, ca } = platform()
  const material = await open()
  expect(await handshake(material, ca(), 'localhost')).toBe(null)
  expect(certificateNames(new X509Certificate(material.cert))).toEqual(['localhost', '127.0.0.1', '::1'])
})

test('the next start uses the same certificate', async () => {
  const { open } = platform()
  const first = await open()
  expect(await open()).toEqual(first)
})

test('a certificate with less than 30 days left is renewed under the same CA', async () => {
  const { open, ca, clock } = platform()
  const first = await open()
  const trusted = ca()
  await clock.advance(334 * DAY_MS)
  expect(await open()).toEqual(first)
  await clock.advance(3 * DAY_MS)
  expect((await open()).cert).not.toBe(first.cert)
  expect(ca()).toBe(trusted)
})

test('an advertised name needs a CA that may vouch for it; taking it back does not', async () => {
  const { open, ca } = platform()
  await open()
  const before = ca()
  const material = await open(['leat.example'])
  const after = ca()
  expect(after).not.toBe(before)
  expect(await handshake(material, after, 'leat.example')).toBe(null)
  expect(await handshake(await open(), after, 'localhost')).toBe(null)
  expect(ca()).toBe(after)
})

test('the CA cannot vouch for other names, even with its key', async () => {
  const { open, ca, fs, home } = platform()
  await open()
  const { ca_key: keyPem } = JSON.parse(fs.readFileSync(home.secrets).toString()) as { ca_key: string }
  const forged = newKeyPair()
  const now = Date.now()
  const issuer = { commonName: 'Leat local CA', privateKey: createPrivateKey(keyPem), publicKey: new X509Certificate(ca()).publicKey }
  const names = ['bank.example']
  const cert = await issueCertificate(
    {
      commonName: 'bank.example',
      notBeforeMs: now - DAY_MS,
      notAfterMs: now + DAY_MS,
      publicKey: forged.publicKey,
      use: { kind: 'server', names },
    },
    issuer,
  )
  const key = forged.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  expect(await handshake({ cert, key }, ca(), 'bank.example')).toMatch(/permitted subtree violation/)
})
