import { type Findings, type Finding, type Path, compatible, finding, joined } from './findings.ts'
import { compareEnums, compareFixed, compareNames, promotes, typeMismatch } from './compare-leaves.ts'
import { AVRO_LIMITS } from './limits.ts'
import { printType } from './print.ts'
import type { AvroField, AvroType, RecordType } from './types.ts'

/**
 * Whether data of a writer can be read with a reader: org.apache.avro.SchemaCompatibility 1.12, with its findings, their places and their order.
 *
 * A pair of types is compared once; met again it has the same findings, with the place of the first time. Met within itself it counts as compatible until
 * proven otherwise. Branches of unions are compared with places of their own, which never show.
 */
export type Comparison =
  | { readonly kind: 'compared'; readonly findings: Findings }
  /** A reader's field has, by its aliases, more than one field of the writer; org.apache.avro gives up here. */
  | { readonly kind: 'ambiguous'; readonly message: string }
  | { readonly kind: 'over-limit'; readonly message: string }

export function compareTypes(reader: AvroType, writer: AvroType): Comparison {
  const comparing: Comparing = { memo: new Map(), pairs: 0, depth: 0 }
  try {
    return { kind: 'compared', findings: compare(comparing, reader, writer, []) }
  } catch (error) {
    if (error instanceof Stopped) return { kind: error.kind, message: error.message }
    throw error
  }
}

interface Comparing {
  readonly memo: Map<AvroType, Map<AvroType, Findings>>
  pairs: number
  depth: number
}

/** Ends a comparison from any depth; never leaves this file. */
class Stopped extends Error {
  readonly kind: 'ambiguous' | 'over-limit'

  constructor(kind: 'ambiguous' | 'over-limit', message: string) {
    super(message)
    this.kind = kind
  }
}

function compare(comparing: Comparing, reader: AvroType, writer: AvroType, path: Path): Findings {
  let ofReader = comparing.memo.get(reader)
  if (ofReader === undefined) comparing.memo.set(reader, (ofReader = new Map()))
  const before = ofReader.get(writer)
  if (before !== undefined) return before

  if (++comparing.pairs > AVRO_LIMITS.pairsMax) {
    throw new Stopped('over-limit', `The schemas have more than ${AVRO_LIMITS.pairsMax} pairs of types to compare`)
  }
  if (++comparing.depth > AVRO_LIMITS.pairDepthMax) {
    throw new Stopped('over-limit', `Comparing the schemas goes deeper than ${AVRO_LIMITS.pairDepthMax} types`)
  }
  ofReader.set(writer, compatible)
  const findings = comparePair(comparing, reader, writer, path)
  ofReader.set(writer, findings)
  comparing.depth--
  return findings
}

function comparePair(comparing: Comparing, reader: AvroType, writer: AvroType, path: Path): Findings {
  if (reader.kind === 'union' && writer.kind === 'union') {
    const lacking = writer.branches.flatMap((branch, index): Finding[] =>
      compare(comparing, reader, branch, []).length === 0 ? [] : [missingBranch(branch, [...path, String(index)])],
    )
    return joined(lacking)
  }
  if (writer.kind === 'union') {
    return joined(...writer.branches.map((branch, index) => compare(comparing, reader, branch, [...path, String(index)])))
  }
  switch (reader.kind) {
    case 'union':
      if (reader.branches.some((branch) => compare(comparing, branch, writer, []).length === 0)) return compatible
      return [missingBranch(writer, path)]
    case 'array':
      if (writer.kind === 'array') return compare(comparing, reader.items, writer.items, [...path, 'items'])
      return typeMismatch(reader, writer, path)
    case 'map':
      if (writer.kind === 'map') return compare(comparing, reader.values, writer.values, [...path, 'values'])
      return typeMismatch(reader, writer, path)
    case 'fixed':
      return writer.kind === 'fixed' ? compareFixed(reader, writer, path) : typeMismatch(reader, writer, path)
    case 'enum':
      return writer.kind === 'enum' ? compareEnums(reader, writer, path) : typeMismatch(reader, writer, path)
    case 'record':
      return writer.kind === 'record' ? compareRecords(comparing, reader, writer, path) : typeMismatch(reader, writer, path)
    case 'boolean':
    case 'bytes':
    case 'double':
    case 'float':
    case 'int':
    case 'long':
    case 'null':
    case 'string':
    case 'unresolved':
      return reader.kind === writer.kind || promotes(writer.kind, reader.kind) ? compatible : typeMismatch(reader, writer, path)
  }
}

function compareRecords(comparing: Comparing, reader: RecordType, writer: RecordType, path: Path): Findings {
  const writerFields = new Map(writer.fields.map((field) => [field.name, field]))
  const lists: Findings[] = [compareNames(reader, writer, path)]
  // Loops instead of callbacks in what calls itself: half the frames, for chains of records.
  for (const [index, field] of reader.fields.entries()) {
    const place = [...path, 'fields', String(index)]
    const written = writtenField(field, index, writerFields, writer)
    if (written !== undefined) lists.push(compare(comparing, field.type, written.type, [...place, 'type']))
    else if (field.default === undefined) lists.push(compareUnwritten(field, writer, place))
  }
  return joined(...lists)
}

/** org.apache.avro compares an enum that has a default with the whole record here, which never fits. */
function compareUnwritten(field: AvroField, writer: RecordType, place: Path): Findings {
  if (field.type.kind === 'enum' && field.type.default !== null) return typeMismatch(field.type, writer, [...place, 'type'])
  return [finding('READER_FIELD_MISSING_DEFAULT_VALUE', place, field.name)]
}

/** The writer's field that a reader's field takes its value from, by its name or an alias. */
function writtenField(
  field: AvroField,
  index: number,
  writerFields: ReadonlyMap<string, AvroField>,
  writer: RecordType,
): AvroField | undefined {
  const [first, second] = [field.name, ...field.aliases].flatMap((name) => writerFields.get(name) ?? [])
  if (second === undefined) return first
  const shown = `${field.name} type:${field.type.kind.toUpperCase()} pos:${index}`
  throw new Stopped('ambiguous', `Reader record field ${shown} matches multiple fields in writer record schema ${printType(writer)}`)
}

function missingBranch(writer: AvroType, path: Path): Finding {
  return finding('MISSING_UNION_BRANCH', path, `reader union lacking writer type: ${writer.kind.toUpperCase()}`)
}
