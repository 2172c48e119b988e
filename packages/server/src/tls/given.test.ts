import { generateKeyPairSync } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { memoryFs } from '@leat/base/sim'
import { expect, test } from 'vitest'
import { readGivenCertificate } from './given.ts'

const TESTDATA = new URL('../../../edge/testdata/', import.meta.url)
const cert = readFileSync(new URL('test-only-cert.pem', TESTDATA))
const key = readFileSync(new URL('test-only-key.pem', TESTDATA))
const otherKey = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' })
const NOW = Date.UTC(2026, 10, 25)
const files = { cert: '/cert.pem', key: '/key.pem' }

function read(certificate: Buffer | string | null, privateKey: Buffer | string, nowMs = NOW) {
  const fs = memoryFs()
  if (certificate !== null) fs.replaceFileSync(files.cert, Buffer.from(certificate))
  fs.replaceFileSync(files.key, Buffer.from(privateKey))
  return readGivenCertificate(fs, files, nowMs)
}

test('a certificate and its key are taken as they are', () => {
  expect(read(cert, key)).toEqual({ ok: true, value: { cert: cert.toString(), key: key.toString() } })
})

test.for([
  ['a file that is not there', read(null, key), files.cert, 'there is no such file'],
  ['something else than a certificate', read('hello', key), files.cert, 'not a certificate in PEM form'],
  ['something else than a key', read(cert, 'hello'), files.key, 'not an unencrypted private key in PEM form'],
  ['the key of another certificate', read(cert, otherKey), files.key, `not the key of ${files.cert}`],
  ['a certificate that is over', read(cert, key, Date.UTC(2200, 0, 1)), files.cert, expect.stringContaining('expired at ')],
] as const)('%s is refused by name', ([, result, file, reason]) => {
  expect(result).toEqual({ ok: false, error: { kind: 'bad-certificate', file, reason } })
})
