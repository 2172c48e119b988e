/**
 * The GUID of a schema: MD5 over, in this order and all as UTF-8,
 *
 *   the canonical text
 *   per reference        name, subject, version (int32, big endian)
 *   if there is metadata 01, then tags (name and values, sorted), properties (sorted), sensitive (sorted)
 *   if there are rules   01, then migration, domain, encoding rules, and enableAt; a rule is name, doc, kind, mode, type, sorted tags, sorted params, expr, onSuccess,
 *                        onFailure, and 01 when disabled
 *
 * The type of schema is not in it. Written as a UUID of the raw bytes, without version bits. It goes into messages (magic 1), so that every byte counts.
 */
import { hash } from 'node:crypto'
import type { Metadata, Rule, RuleSet } from '../governance/contract.ts'
import { sortedEntries, sortedSet } from '../records/java-json.ts'
import type { IdentityOf } from '../state/contract.ts'

const PRESENT = Buffer.of(1)

type Part = string | Buffer | undefined

export function guidOf({ schema, references, metadata, ruleSet }: IdentityOf): string {
  // Nearly all have a text alone, and a replay hashes every one.
  if (references.length === 0 && metadata === null && ruleSet === null) return uuidOf(hash('md5', schema, 'hex'))
  const parts: readonly Part[] = [
    schema,
    ...references.flatMap(({ name, subject, version }) => [name, subject, int32(version)]),
    ...(metadata === null ? [] : [PRESENT, ...metadataParts(metadata)]),
    ...(ruleSet === null ? [] : [PRESENT, ...ruleSetParts(ruleSet)]),
  ]
  const bytes = parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'utf8') : (part ?? NOTHING)))
  return uuidOf(hash('md5', Buffer.concat(bytes), 'hex'))
}

const NOTHING = Buffer.alloc(0)

/** Of encrypted metadata the record carries the hash that the plain one had. */
export function guidOfMd5(base64: string): string | null {
  const bytes = Buffer.from(base64, 'base64')
  return bytes.length === 16 ? uuidOf(bytes.toString('hex')) : null
}

function uuidOf(hex: string): string {
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(value)
  return bytes
}

function metadataParts({ tags, properties, sensitive }: Metadata): readonly Part[] {
  return [
    ...sortedEntries(tags ?? {}).flatMap(([name, values]) => [name, ...sortedSet(values)]),
    ...mapParts(properties),
    ...sortedSet(sensitive ?? []),
  ]
}

function ruleSetParts({ migrationRules = [], domainRules = [], encodingRules = [], enableAt }: RuleSet): readonly Part[] {
  return [...[...migrationRules, ...domainRules, ...encodingRules].flatMap(ruleParts), enableAt]
}

function ruleParts(rule: Rule): readonly Part[] {
  return [
    rule.name,
    rule.doc,
    rule.kind ?? 'TRANSFORM',
    rule.mode ?? 'WRITEREAD',
    rule.type,
    ...sortedSet(rule.tags ?? []),
    ...mapParts(rule.params),
    rule.expr,
    rule.onSuccess,
    rule.onFailure,
    rule.disabled === true ? PRESENT : undefined,
  ]
}

function mapParts(map: Readonly<Record<string, string>> | undefined): readonly Part[] {
  return sortedEntries(map ?? {}).flat()
}
