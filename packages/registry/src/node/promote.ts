import type { Clock, Millis } from '@leat/base'
import type { HttpAnswer, HttpRequest } from '@leat/rest'
import type { Changes } from './changes.ts'
import { refusal } from './peer.ts'
import type { Role } from './role.ts'
import { urlOf } from './sr-protocol.ts'
import type { Standing } from './standing.ts'

/** Makes a node that only read (a second datacenter, on a mirror of the log) the primary. For whoever is on its machine. */
export const PROMOTE_PATH = '/leat/promote'
/** A page in a browser cannot send it without asking first. */
export const PROMOTE_HEADER = 'x-leat-registry-promote'

export interface PromoteOptions {
  readonly clock: Clock
  readonly changes: Changes
  readonly role: () => Role
  readonly standing: () => Standing
  readonly makeEligible: () => void
  readonly position: () => number
  readonly self: string
}

/** To be elected, and to write the first record. */
const PROMOTE_MS_MAX: Millis = 15_000
const CONFLICT = 40_900
const NOT_DONE = 50_004

export async function promote(options: PromoteOptions, request: HttpRequest): Promise<HttpAnswer> {
  const { clock, changes, role, standing, makeEligible, position, self } = options
  if (!isLocal(request.remoteAddress) || request.headers[PROMOTE_HEADER] === undefined)
    return refusal(403, 403, 'A node is promoted from its own machine, by "leat registry promote".')
  const before = role()
  if (before.kind === 'secondary')
    return refusal(409, CONFLICT, `The group has a primary, ${urlOf(before.primary)}: stop it first. Two of them would give the same ids.`)
  makeEligible()
  const endMs = clock.monotonic() + PROMOTE_MS_MAX
  while (standing().kind !== 'here') {
    const leftMs = endMs - clock.monotonic()
    const now = standing()
    if (now.kind === 'elsewhere')
      return refusal(
        409,
        CONFLICT,
        `The group has chosen another primary meanwhile, ${urlOf(now.primary)}: this node may become primary from now on.`,
      )
    if (leftMs <= 0)
      return refusal(
        503,
        NOT_DONE,
        `It may become primary, and does not write after ${PROMOTE_MS_MAX} ms: is the topic still a mirror, or may it not write to it? Its log says why.`,
      )
    await changes.next(clock, leftMs, request.signal)
  }
  return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ primary: self, position: position() }) }
}

function isLocal(address: string): boolean {
  const plain = address.replace(/^::ffff:/, '')
  return plain === '::1' || plain.startsWith('127.')
}
