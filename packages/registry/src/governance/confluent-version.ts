/** `confluent:version` is a property in which a version's number stands, so that it is told apart from a former version with the same schema. */
import type { Metadata } from './contract.ts'

const PROPERTY = 'confluent:version'

export function isVersioned(metadata: Metadata | null): metadata is Metadata {
  return metadata?.properties !== undefined && Object.hasOwn(metadata.properties, PROPERTY)
}

/** Null also where it is no number. */
export function confluentVersion(metadata: Metadata | null): number | null {
  const text = isVersioned(metadata) ? metadata.properties?.[PROPERTY] : undefined
  return text !== undefined && /^\d{1,10}$/.test(text) ? Number(text) : null
}

export function withConfluentVersion(metadata: Metadata | null, version: number): Metadata {
  return { ...metadata, properties: { ...metadata?.properties, [PROPERTY]: String(version) } }
}

/** No metadata and metadata without properties are the same here. */
export function unversioned(metadata: Metadata | null): Metadata {
  const { [PROPERTY]: _version, ...properties } = metadata?.properties ?? {}
  return { ...metadata, properties }
}
