import { unreachable } from '@leat/base'
import type { Field, Schema } from './api.ts'
import * as runtime from './encoder-runtime.ts'
import { defaultOf, fixedSize, type Layout, layoutOf, type Slot } from './layout.ts'
import type { Writer } from './writer.ts'

/** Writes one message. Throws `WireError` when a value does not fit its field, or when the version cannot carry it. */
export type Encoder = (writer: Writer, message: unknown) => void

/** The encoder's twin of `compileDecoder`: a function per struct, fields of fixed size in a row reserve their room once. */
export function compileEncoder(schema: Schema, version: number): Encoder {
  const unit: Unit = { label: `${schema.name} v${version}`, functions: [], compared: [] }
  const root = emitStruct(layoutOf(schema, version), unit, false)
  const code = `"use strict";\n${unit.functions.join('\n')}\nreturn ${root}`
  // oxlint-disable-next-line typescript/no-implied-eval -- the source is made from committed tables only (decision 4)
  return new Function('R', 'F', code)(runtime, unit.compared) as Encoder
}

/** What the functions of one encoder share. */
interface Unit {
  readonly label: string
  readonly functions: string[]
  /** Fields that are compared with their default: `F` in the source. */
  readonly compared: Field[]
}

/** Appends the functions of a struct and all structs within, and returns its name. */
function emitStruct(layout: Layout, unit: Unit, inTag: boolean): string {
  const source = new StructSource(unit, inTag)
  source.struct(layout)
  const name = `s${unit.functions.length}`
  unit.functions.push(`function ${name}(w, m) { let b, p;\n${source.lines.join('\n')}\n}`)
  return name
}

interface Held {
  readonly slot: Slot
  readonly name: string
}

/** `w` is the writer, `m` the message, `b` the writer's buffer, `p` the reserved position, `R` the runtime. */
class StructSource {
  readonly lines: string[] = []
  readonly #unit: Unit
  readonly #inTag: boolean
  #names = 0

  constructor(unit: Unit, inTag: boolean) {
    this.#unit = unit
    this.#inTag = inTag
  }

  struct(layout: Layout): void {
    const run: Held[] = []
    for (const slot of layout.slots) {
      if (slot.place === 'absent' && slot.field.ignorable !== true) this.#refuseUnlessDefault(slot)
      if (slot.place !== 'inline') continue
      const name = this.#load(slot)
      if (!slot.isArray && fixedSize(slot.type) > 0) {
        run.push({ slot, name })
        continue
      }
      this.#fixedRun(run)
      this.#variable(slot, name, this.#inTag)
    }
    this.#fixedRun(run)
    if (layout.flexible) this.#tags(layout)
  }

  #refuseUnlessDefault(slot: Slot): void {
    const value = `m.${slot.name}`
    this.lines.push(`if (${value} !== undefined && !${this.#isDefault(slot, value)}) R.unsupported(${this.#what(slot)})`)
  }

  #load(slot: Slot): string {
    const name = this.#name()
    const fallback = defaultOf(slot.field)
    this.lines.push(`let ${name} = m.${slot.name}`)
    // A missing struct is written as the defaults of its fields, missing bytes and arrays as empty ones.
    const literal =
      typeof fallback === 'bigint'
        ? `${fallback}n`
        : fallback !== undefined
          ? JSON.stringify(fallback)
          : slot.isArray || slot.type === 'bytes'
            ? '[]'
            : slot.type === 'struct'
              ? '{}'
              : '"AAAAAAAAAAAAAAAAAAAAAA"'
    this.lines.push(`if (${name} === undefined) ${name} = ${literal}`)
    return name
  }

  /** Empties `run`. */
  #fixedRun(run: Held[]): void {
    const size = run.reduce((sum, { slot }) => sum + fixedSize(slot.type), 0)
    if (size === 0) return
    this.lines.push(`p = w.reserve(${size}); b = w.buffer`)
    let at = 0
    for (const { slot, name } of run.splice(0)) {
      this.lines.push(fixedWrite(slot, name, at, this.#what(slot)))
      at += fixedSize(slot.type)
    }
  }

  #variable(slot: Slot, name: string, inTag: boolean): void {
    if (slot.isArray) this.#array(slot, name, inTag)
    else if (slot.type !== 'struct') this.#lengthPrefixed(slot, name, inTag)
    else if (slot.nullable) {
      this.lines.push(`if (${name} === null) w.uint8(255); else { w.uint8(1)`)
      this.#call(slot, name, inTag)
      this.lines.push('}')
    } else {
      this.#refuseNull(slot, name)
      this.#call(slot, name, inTag)
    }
  }

  #call(slot: Slot, name: string, inTag: boolean): void {
    this.lines.push(`${emitStruct(slot.struct!, this.#unit, inTag)}(w, ${name})`)
  }

  #value(slot: Slot, name: string, inTag: boolean): void {
    if (slot.isArray || fixedSize(slot.type) === 0) this.#variable(slot, name, inTag)
    else this.#fixedRun([{ slot, name }])
  }

  #lengthPrefixed(slot: Slot, name: string, inTag: boolean): void {
    const width = slot.type === 'string' ? 2 : 4
    if (slot.nullable) this.lines.push(`if (${name} === null) w.length(-1, ${slot.compact}, ${width}); else`)
    if (slot.type === 'string') this.lines.push(`w.string(${name}, ${slot.compact}, ${this.#what(slot)})`)
    else this.lines.push(`w.bytes(${name}, ${slot.compact}, ${inTag}, ${this.#what(slot)})`)
  }

  #array(slot: Slot, name: string, inTag: boolean): void {
    if (slot.nullable) this.lines.push(`if (${name} === null) w.length(-1, ${slot.compact}, 4); else {`)
    else {
      this.#refuseNull(slot, name)
      this.lines.push('{')
    }
    const [index, element] = [this.#name(), this.#name()]
    this.lines.push(`w.length(${name}.length, ${slot.compact}, 4)`)
    this.lines.push(`for (let ${index} = 0; ${index} < ${name}.length; ${index}++) {`)
    this.lines.push(`const ${element} = ${name}[${index}]`)
    if (slot.type === 'struct') this.#call(slot, element, inTag)
    else this.#value({ ...slot, isArray: false, nullable: false }, element, inTag)
    this.lines.push('} }')
  }

  #tags(layout: Layout): void {
    if (layout.tagged.length === 0) {
      this.lines.push('w.uint8(0)')
      return
    }
    const held = layout.tagged.map((slot) => ({ slot, name: this.#name(), isSet: this.#name() }))
    for (const { slot, name, isSet } of held) {
      this.lines.push(`const ${name} = m.${slot.name}`)
      this.lines.push(`const ${isSet} = ${name} !== undefined && !${this.#isDefault(slot, name)}`)
    }
    this.lines.push(`w.uvarint(${held.map(({ isSet }) => `(${isSet} ? 1 : 0)`).join(' + ')})`)
    for (const { slot, name, isSet } of held) {
      const at = this.#name()
      this.lines.push(`if (${isSet}) { const ${at} = w.beginTagged(${slot.field.tag})`)
      this.#value(slot, name, true)
      this.lines.push(`w.endTagged(${at}) }`)
    }
  }

  #isDefault(slot: Slot, value: string): string {
    return `R.isDefault(F[${this.#unit.compared.push(slot.field) - 1}], ${value})`
  }

  #refuseNull(slot: Slot, name: string): void {
    this.lines.push(`if (${name} === null) R.invalid(${this.#what(slot)}, null)`)
  }

  #what(slot: Slot): string {
    return JSON.stringify(`${this.#unit.label}: ${slot.name}`)
  }

  #name(): string {
    return `v${this.#names++}`
  }
}

function fixedWrite(slot: Slot, name: string, at: number, what: string): string {
  const check = (fits: string): string => `if (${name} !== (${fits})) R.invalid(${what}, ${name})`
  switch (slot.type) {
    case 'bool':
      return `if (typeof ${name} !== "boolean") R.invalid(${what}, ${name}); b[p + ${at}] = ${name} ? 1 : 0`
    case 'int8':
      return `${check(`${name} << 24 >> 24`)}; ${bigEndian(name, at, 1)}`
    case 'int16':
      return `${check(`${name} << 16 >> 16`)}; ${bigEndian(name, at, 2)}`
    case 'uint16':
      return `${check(`${name} & 65535`)}; ${bigEndian(name, at, 2)}`
    case 'int32':
      return `${check(`${name} | 0`)}; ${bigEndian(name, at, 4)}`
    case 'uint32':
      return `${check(`${name} >>> 0`)}; ${bigEndian(name, at, 4)}`
    case 'int64':
      return slot.field.bigint === true
        ? `if (BigInt.asIntN(64, ${name}) !== ${name}) R.invalid(${what}, ${name}); b.writeBigInt64BE(${name}, p + ${at})`
        : `R.long(b, p + ${at}, ${name}, ${what})`
    case 'float64':
      return `if (typeof ${name} !== "number") R.invalid(${what}, ${name}); b.writeDoubleBE(${name}, p + ${at})`
    case 'uuid':
      return `R.uuid(b, p + ${at}, ${name})`
    case 'string':
    case 'bytes':
    case 'records':
    case 'struct':
      throw new Error(`${slot.type} has no fixed size`)
    default:
      return unreachable(slot.type)
  }
}

function bigEndian(name: string, at: number, bytes: number): string {
  const writes: string[] = []
  for (let i = 0; i < bytes; i++) writes.push(`b[p + ${at + i}] = ${name} >> ${8 * (bytes - 1 - i)}`)
  return writes.join('; ')
}
