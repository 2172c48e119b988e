import { X509Certificate } from 'node:crypto'
import { lstatSync } from 'node:fs'
import type { Fs, Millis } from '@leat/base'
import { readIdentity } from '../home/identity.ts'
import { type HomeLayout, privateFiles } from '../home/layout.ts'
import { explain } from '../platform/problem.ts'
import { daysLeft, RENEW_DAYS } from '../tls/authority.ts'
import { type Check, failed, passed } from './check.ts'

/** The directory by itself: format, permissions, how long the certificate holds. */
export function* examineHome(fs: Fs, home: HomeLayout, nowMs: Millis): Generator<Check> {
  const identity = readIdentity(fs, home)
  if (!identity.ok) return yield failed('data directory', home.dir, explain(identity.error))
  if (identity.value === null) return yield failed('data directory', home.dir, 'there is no Leat in it: ./leat up makes one')
  yield passed('data directory', `${home.dir}, cluster ${identity.value.cluster}`)
  yield* examinePermissions(home)
  yield* examineCertificates(fs, home, nowMs)
}

function* examinePermissions(home: HomeLayout): Generator<Check> {
  const open = privateFiles(home).filter((path) => {
    const mode = lstatSync(path, { throwIfNoEntry: false })?.mode
    return mode !== undefined && (mode & 0o077) !== 0
  })
  if (open.length === 0) return yield passed('secrets are readable by their owner only')
  yield failed(
    'secrets are readable by their owner only',
    open.join(', '),
    `chmod 600 ${open.join(' ')}; whoever could read them has the key`,
  )
}

function* examineCertificates(fs: Fs, home: HomeLayout, nowMs: Millis): Generator<Check> {
  for (const path of [home.ca, home.serverCertificate]) {
    // Absent with a given certificate.
    if (fs.statSync(path) === null) continue
    const certificate = new X509Certificate(fs.readFileSync(path))
    const days = daysLeft(certificate, nowMs)
    if (days >= 0 && certificate.validFromDate.getTime() <= nowMs)
      yield passed(`certificate ${path}`, `${days} days left${days < RENEW_DAYS ? ', renewed at the next start' : ''}`)
    else
      yield failed(
        `certificate ${path}`,
        `valid from ${certificate.validFrom} to ${certificate.validTo}`,
        'look at the clock of this machine, then restart Leat',
      )
  }
}
