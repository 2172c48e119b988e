import { checkDefault } from './defaults.ts'
import { AvroSchemaError } from './error.ts'
import { checkBranches } from './read.ts'
import type { ReadContext } from './read-parts.ts'
import type { AvroType } from './types.ts'

/**
 * Puts the types in the place of names that were not known where they stood (a record within itself, a type that is defined later), and checks again what
 * could not be checked then. As deep as the text is nested: a name that was known leads to what was visited before.
 * @throws AvroSchemaError for a name that nothing defines
 */
export function resolveTypes(root: AvroType, context: ReadContext, visited: Set<AvroType>): AvroType {
  const resolved = root.kind === 'unresolved' ? lookUp(root, context) : root
  visit(resolved)
  return resolved

  function visit(type: AvroType): void {
    if (visited.has(type)) return
    visited.add(type)
    switch (type.kind) {
      case 'array':
        type.items = inPlaceOf(type.items)
        return
      case 'map':
        type.values = inPlaceOf(type.values)
        return
      case 'union':
        type.branches = type.branches.map(inPlaceOf)
        checkBranches(type)
        return
      case 'record':
        for (const field of type.fields) field.type = inPlaceOf(field.type)
        if (context.strict) for (const field of type.fields) checkDefault(field, context)
        return
      case 'boolean':
      case 'bytes':
      case 'double':
      case 'enum':
      case 'fixed':
      case 'float':
      case 'int':
      case 'long':
      case 'null':
      case 'string':
      case 'unresolved':
    }
  }

  function inPlaceOf(type: AvroType): AvroType {
    if (type.kind === 'unresolved') return lookUp(type, context)
    visit(type)
    return type
  }
}

function lookUp(name: Extract<AvroType, { kind: 'unresolved' }>, context: ReadContext): AvroType {
  const type = context.known.get(name.fullName)
  if (type === undefined) throw new AvroSchemaError(`Undefined schema: ${name.fullName}`, name.offset)
  return type
}
