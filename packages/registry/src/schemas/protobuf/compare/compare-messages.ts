/** Messages and enums by name, fields by tag. What only loosens (fields and types added, oneofs gone, constants changed) is no finding. */
import { mapEntryTypes, type Field, type MessageElement, type TypeElement } from '../text/ast.ts'
import { compareFieldTypes } from './compare-fields.ts'
import { javaSetOrder } from './java-order.ts'
import { enter, find, type Walk } from './walk.ts'

export function compareTypes(walk: Walk, original: readonly TypeElement[], update: readonly TypeElement[]): void {
  const before = messagesByName(original)
  const after = messagesByName(update)
  for (const name of javaSetOrder([...before.keys()], [...after.keys()])) {
    const [old, current] = [before.get(name), after.get(name)]
    if (old === undefined) continue
    if (current !== undefined) compareMessages(enter(walk, name), old, current)
    else if (mapEntryTypes(old) === null) find(walk, 'MESSAGE_REMOVED', name)
  }
}

function messagesByName(types: readonly TypeElement[]): ReadonlyMap<string, MessageElement> {
  return new Map(types.flatMap((type) => (type.kind === 'message' ? [[type.name, type]] : [])))
}

interface Member {
  readonly field: Field
  readonly oneof: string | null
}

/** The walk is within the message. */
export function compareMessages(walk: Walk, original: MessageElement, update: MessageElement): void {
  const { active } = walk.shared
  if (!active.has(original)) {
    active.add(original)
    compareMembers(walk, original, update)
    compareTypes(walk, original.nested, update.nested)
    active.delete(original)
  } else compareTypes(walk, original.nested, update.nested)
}

function compareMembers(walk: Walk, original: MessageElement, update: MessageElement): void {
  const before = membersByTag(original)
  const after = membersByTag(update)
  findNewExclusions(walk, before, update)
  const gone = deletedOneofs(original, update, after)
  for (const tag of [...new Set([...before.keys(), ...after.keys()])].toSorted((a, b) => a - b)) {
    const [old, current] = [before.get(tag), after.get(tag)]
    if (old === undefined) {
      if (current?.oneof === null && current.field.label === 'required') find(walk, 'REQUIRED_FIELD_ADDED', tag)
    } else if (current === undefined) findRemoval(walk, old, gone)
    else compareFieldTypes(walk, current.oneof === null ? [tag] : [current.oneof, tag], old.field.type, current.field.type)
  }
}

function membersByTag(message: MessageElement): ReadonlyMap<number, Member> {
  const members = message.fields.map((field): [number, Member] => [field.tag, { field, oneof: null }])
  const chosen = message.oneofs.flatMap(({ name, fields }) => fields.map((field): [number, Member] => [field.tag, { field, oneof: name }]))
  return new Map([...members, ...chosen])
}

/** Fields that could be set together and cannot any more: they come into one oneof from several oneofs, or from outside. */
function findNewExclusions(walk: Walk, before: ReadonlyMap<number, Member>, update: MessageElement): void {
  for (const { name, fields } of update.oneofs) {
    const known = fields.flatMap(({ tag }) => before.get(tag) ?? [])
    const outside = known.filter(({ oneof }) => oneof === null)
    const oneofs = new Set(known.flatMap(({ oneof }) => oneof ?? []))
    if (outside.length + oneofs.size <= 1) continue
    find(walk, outside.length > 1 ? 'MULTIPLE_FIELDS_MOVED_TO_ONEOF' : 'FIELD_MOVED_TO_EXISTING_ONEOF', name)
  }
}

/** Oneofs of which nothing is left: that is allowed, while losing some of the members is not. */
function deletedOneofs(original: MessageElement, update: MessageElement, after: ReadonlyMap<number, Member>): ReadonlySet<string> {
  const kept = new Set(update.oneofs.map(({ name }) => name))
  const deleted = original.oneofs.filter(({ name, fields }) => !kept.has(name) && !fields.some(({ tag }) => after.has(tag)))
  return new Set(deleted.map(({ name }) => name))
}

function findRemoval(walk: Walk, { field, oneof }: Member, gone: ReadonlySet<string>): void {
  if (oneof === null) {
    if (field.label === 'required') find(walk, 'REQUIRED_FIELD_REMOVED', field.tag)
  } else if (!gone.has(oneof)) find(walk, 'ONEOF_FIELD_REMOVED', oneof, field.tag)
}
