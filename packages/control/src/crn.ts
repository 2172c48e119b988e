/**
 * Confluent resource names: `crn://confluent.cloud/organization=O/environment=E/cloud-cluster=C/kafka=C/topic=NAME`. The authority is fixed: tools
 * hard-code it. Names are percent-encoded. In patterns a trailing `*` is a prefix, `=*` means all.
 */
const AUTHORITY = 'crn://confluent.cloud/'

export type CrnPart = readonly [type: string, name: string]

export function crn(parts: readonly CrnPart[]): string {
  return AUTHORITY + parts.map(([type, name]) => `${type}=${encodeURIComponent(name)}`).join('/')
}

/** Null when it is not one. Names come decoded; a trailing `*` stays. */
export function parseCrn(text: string): readonly CrnPart[] | null {
  if (!text.startsWith(AUTHORITY)) return null
  const parts: CrnPart[] = []
  for (const segment of text.slice(AUTHORITY.length).split('/')) {
    const equals = segment.indexOf('=')
    if (equals < 1 || equals === segment.length - 1) return null
    try {
      parts.push([segment.slice(0, equals), decodeURIComponent(segment.slice(equals + 1))])
    } catch {
      return null
    }
  }
  return parts.length === 0 ? null : parts
}
