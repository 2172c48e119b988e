/**
 * What registries tell each other through the group (classic protocol, type `sr`, name `v0`); JSON, unknown fields are passed over.
 *
 *   member      {"host":"h","port":8081,"master_eligibility":true,"scheme":"http","version":1,"leader":false}
 *   assignment  {"error":0,"master":"<member id>","master_identity":{…as above…},"version":1}     the same for all; error 1: two members with one address
 */
import type { GroupProtocol } from '@leat/client/consumer'

export const SR_PROTOCOL: GroupProtocol = { type: 'sr', name: 'v0' }

/**
 * Member ids begin with the client id of whoever joined. By this a Leat node knows others: those it may probe, and put out of the group when they are dead.
 * What members tell stays as the other registries write it.
 */
export const LEAT_CLIENT_ID = 'leat-registry'

const VERSION = 1
const NO_ERROR = 0
const DUPLICATE_URLS = 1

export interface NodeIdentity {
  readonly scheme: 'http' | 'https'
  readonly host: string
  readonly port: number
  /** May become primary. */
  readonly isEligible: boolean
}

export interface SrMember extends NodeIdentity {
  readonly memberId: string
  /** Was primary when it joined. */
  readonly leads: boolean
}

export type SrAssignment =
  | { readonly kind: 'primary'; readonly member: SrMember }
  /** Nobody is eligible: reads only. */
  | { readonly kind: 'none' }
  | { readonly kind: 'duplicates' }

export function urlOf({ scheme, host, port }: NodeIdentity): string {
  return `${scheme}://${host}:${port}`
}

export function isLeat({ memberId }: { readonly memberId: string }): boolean {
  return memberId.startsWith(`${LEAT_CLIENT_ID}-`)
}

export function encodeMember(identity: NodeIdentity, leads: boolean): Buffer {
  return Buffer.from(JSON.stringify(identityJson({ ...identity, leads })))
}

/** Null: it says nothing that can be read. */
export function decodeMember(memberId: string, metadata: Buffer): SrMember | null {
  return memberOf(memberId, parse(metadata))
}

export function encodeAssignment(assignment: SrAssignment): Buffer {
  const member = assignment.kind === 'primary' ? assignment.member : null
  return Buffer.from(
    JSON.stringify({
      error: assignment.kind === 'duplicates' ? DUPLICATE_URLS : NO_ERROR,
      master: member?.memberId ?? null,
      master_identity: member === null ? null : identityJson(member),
      version: VERSION,
    }),
  )
}

/** Null: it says nothing that can be read. */
export function decodeAssignment(bytes: Buffer): SrAssignment | null {
  const parsed = parse(bytes)
  if (!isObject(parsed) || typeof parsed['error'] !== 'number') return null
  const { error, master, master_identity: identity } = parsed
  if (error !== NO_ERROR) return { kind: 'duplicates' }
  if (typeof master !== 'string') return { kind: 'none' }
  const member = memberOf(master, identity)
  return member === null ? null : { kind: 'primary', member }
}

/** `null`: a primary stays one where all that could be are Leat nodes, who fence each other; set, it holds for all, and must be the same on every node. */
export type Stickiness = boolean | null

/** The group leader's choice: the smallest address of those eligible, unless who is primary may stay. */
export function assignPrimary(members: readonly SrMember[], sticky: Stickiness): SrAssignment {
  if (new Set(members.map(urlOf)).size < members.length) return { kind: 'duplicates' }
  const eligible = members.filter(({ isEligible }) => isEligible)
  const stays = sticky ?? eligible.every(isLeat)
  const leading = stays ? eligible.filter(({ leads }) => leads) : []
  const chosen = smallest(leading) ?? smallest(eligible)
  return chosen === null ? { kind: 'none' } : { kind: 'primary', member: chosen }
}

/** As Java compares texts: by UTF-16 units. */
function smallest(members: readonly SrMember[]): SrMember | null {
  return members.reduce<SrMember | null>((least, one) => (least === null || urlOf(one) < urlOf(least) ? one : least), null)
}

function identityJson({ host, port, isEligible, scheme, leads }: NodeIdentity & { readonly leads: boolean }): object {
  return { host, port, master_eligibility: isEligible, scheme, version: VERSION, leader: leads }
}

function memberOf(memberId: string, json: unknown): SrMember | null {
  if (!isObject(json)) return null
  const { host, port, master_eligibility: isEligible = false, scheme = 'http', leader = false } = json
  if (typeof host !== 'string' || typeof port !== 'number' || (scheme !== 'http' && scheme !== 'https')) return null
  return { memberId, host, port, scheme, isEligible: isEligible === true, leads: leader === true }
}

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch {
    return undefined
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
