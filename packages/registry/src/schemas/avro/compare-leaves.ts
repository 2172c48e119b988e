import { type Findings, type Path, compatible, finding, joined } from './findings.ts'
import { aliasText } from './names.ts'
import type { AvroType, EnumType, FixedType, NamedType } from './types.ts'

/** Written as the key, read as any of these. */
const PROMOTIONS: Readonly<Record<string, readonly string[]>> = {
  int: ['long', 'float', 'double'],
  long: ['float', 'double'],
  float: ['double'],
  string: ['bytes'],
  bytes: ['string'],
}

export function promotes(written: string, read: string): boolean {
  return PROMOTIONS[written]?.includes(read) ?? false
}

export function typeMismatch(reader: AvroType, writer: AvroType, path: Path): Findings {
  const info = `reader type: ${reader.kind.toUpperCase()} not compatible with writer type: ${writer.kind.toUpperCase()}`
  return [finding('TYPE_MISMATCH', path, info)]
}

/** Names without their namespaces are enough; an alias of the reader is a full name. */
export function compareNames(reader: NamedType, writer: NamedType, path: Path): Findings {
  if (reader.name.name === writer.name.name) return compatible
  if (reader.aliases.some((alias) => aliasText(alias, reader.name) === writer.name.full)) return compatible
  return [finding('NAME_MISMATCH', [...path, 'name'], `expected: ${writer.name.full}`)]
}

export function compareFixed(reader: FixedType, writer: FixedType, path: Path): Findings {
  const names = compareNames(reader, writer, path)
  if (reader.sizeBytes === writer.sizeBytes) return names
  const info = `expected: ${writer.sizeBytes}, found: ${reader.sizeBytes}`
  return joined(names, [finding('FIXED_SIZE_MISMATCH', [...path, 'size'], info)])
}

/** A reader with a default reads any symbol. */
export function compareEnums(reader: EnumType, writer: EnumType, path: Path): Findings {
  const names = compareNames(reader, writer, path)
  const known = new Set(reader.symbols)
  const missing = writer.symbols.filter((symbol) => !known.has(symbol)).sort()
  if (missing.length === 0 || reader.default !== null) return names
  return joined(names, [finding('MISSING_ENUM_SYMBOLS', [...path, 'symbols'], `[${missing.join(', ')}]`)])
}
