import { unreachable } from '@leat/base'
import type { Schema } from './api.ts'
import * as runtime from './decoder-runtime.ts'
import { defaultOf, fixedSize, type Layout, layoutOf, type Slot, valueBytesMin } from './layout.ts'

/** Reads one message from `offset` on. Throws `WireError`. Bytes in the message are views of `buffer`. */
export type Decoder = (buffer: Buffer, offset: number) => unknown

/** Arrays up to this length are made in one piece: an array that grows by `push` begins with room for 17. */
const ALLOCATE_AHEAD_ELEMENTS = 4096

/**
 * Source code made from the table alone, never from peer data: a function per struct, so that each is small enough for the JIT to optimize it early
 * (one function for a whole message is twenty times slower). Fields of fixed size that stand in a row are checked against the end once.
 */
export function compileDecoder(schema: Schema, version: number): Decoder {
  const functions: string[] = []
  const root = emitStruct(layoutOf(schema, version), functions)
  const code = `"use strict"; let z = 0;\n${functions.join('\n')}\nreturn (buffer, offset) => ${root}(buffer, offset, buffer.length)`
  // oxlint-disable-next-line typescript/no-implied-eval -- the source is made from committed tables only (decision 4)
  return new Function('R', 'L', code)(runtime, `${schema.name} v${version}`) as Decoder
}

/** Appends the functions of a struct and all structs within, and returns its name. A function leaves in `z` where it stopped. */
function emitStruct(layout: Layout, functions: string[]): string {
  const source = new StructSource(functions)
  const object = source.struct(layout)
  const name = `s${functions.length}`
  functions.push(`function ${name}(b, p, end) { let n = 0;\n${source.lines.join('\n')}\nz = p; return ${object} }`)
  return name
}

/** `b` is the buffer, `p` the position, `n` the last length, `R` the runtime, `L` the message's label. */
class StructSource {
  readonly lines: string[] = []
  readonly #functions: string[]
  #names = 0

  constructor(functions: string[]) {
    this.#functions = functions
  }

  /** Emits the reads of a struct and returns the expression of its object. */
  struct(layout: Layout): string {
    const values = new Map<Slot, string>()
    for (const slot of layout.slots) {
      if (slot.place === 'tagged') values.set(slot, this.#declare('let', initial(slot)))
      if (slot.place === 'absent') values.set(slot, initial(slot))
    }
    this.#inlineFields(layout, values)
    if (layout.flexible) this.#tags(layout, values)
    return `{ ${layout.slots.map((slot) => `${slot.name}: ${values.get(slot)}`).join(', ')} }`
  }

  #inlineFields(layout: Layout, values: Map<Slot, string>): void {
    const run: Slot[] = []
    for (const slot of layout.slots) {
      if (slot.place !== 'inline') continue
      if (!slot.isArray && fixedSize(slot.type) > 0) {
        run.push(slot)
        continue
      }
      this.#fixedRun(run, values)
      values.set(slot, this.#variable(slot))
    }
    this.#fixedRun(run, values)
  }

  /** Empties `run`. */
  #fixedRun(run: Slot[], values: Map<Slot, string>): void {
    const size = run.reduce((sum, slot) => sum + fixedSize(slot.type), 0)
    if (size === 0) return
    this.#need(size)
    let at = 0
    for (const slot of run.splice(0)) {
      values.set(slot, this.#declare('const', fixedValue(slot, at)))
      at += fixedSize(slot.type)
    }
    this.lines.push(`p += ${size}`)
  }

  /** Reads a value of any type and returns the name that holds it. */
  #variable(slot: Slot): string {
    if (slot.isArray) return this.#array(slot)
    if (slot.type === 'struct') return slot.nullable ? this.#nullableStruct(slot) : this.#innerStruct(slot)
    return this.#lengthPrefixed(slot)
  }

  #value(slot: Slot): string {
    if (slot.isArray || fixedSize(slot.type) === 0) return this.#variable(slot)
    const values = new Map<Slot, string>()
    this.#fixedRun([slot], values)
    return values.get(slot)!
  }

  #lengthPrefixed(slot: Slot): string {
    this.#length(slot, slot.type === 'string' ? 2 : 4)
    const isText = slot.type === 'string'
    const name = this.#declare('let', slot.nullable ? 'null' : isText ? "''" : 'R.EMPTY')
    this.lines.push(`if (n < 0) { ${slot.nullable ? '' : nullFault(slot)} } else {`)
    this.lines.push('if (n > end - p) R.short(L)')
    if (isText && slot.compact) this.lines.push(`if (n > 32767) R.malformed(L, "${slot.name} is longer than 32767 bytes")`)
    this.lines.push(`${name} = ${isText ? 'R.text(b, p, p + n)' : 'b.subarray(p, p + n)'}; p += n }`)
    return name
  }

  #nullableStruct(slot: Slot): string {
    const name = this.#declare('let', 'null')
    this.#need(1)
    this.lines.push(`if (b[p++] < 128) { ${name} = ${this.#call(slot)}; p = z }`)
    return name
  }

  #innerStruct(slot: Slot): string {
    const name = this.#declare('const', this.#call(slot))
    this.lines.push('p = z')
    return name
  }

  #call(slot: Slot): string {
    return `${emitStruct(slot.struct!, this.#functions)}(b, p, end)`
  }

  /** The count is checked against the bytes that are left before anything is allocated for it. */
  #array(slot: Slot): string {
    this.#length(slot, 4)
    const name = this.#declare('let', slot.nullable ? 'null' : 'undefined')
    this.lines.push(`if (n < 0) { ${slot.nullable ? '' : nullFault(slot)} } else {`)
    const bytesMin = Math.max(1, valueBytesMin(slot))
    this.lines.push(`if (n > (end - p) / ${bytesMin}) R.short(L)`)
    const isScalar = slot.type !== 'struct' && fixedSize(slot.type) > 0
    this.lines.push(isScalar ? 'R.admitScalars(n, L)' : 'R.admit(n, L)')
    this.lines.push(`${name} = n > ${ALLOCATE_AHEAD_ELEMENTS} ? [] : new Array(n)`)
    const count = this.#declare('const', 'n')
    const index = this.#name()
    this.lines.push(`for (let ${index} = 0; ${index} < ${count}; ${index}++) {`)
    if (slot.type === 'struct') this.lines.push(`${name}[${index}] = ${this.#call(slot)}; p = z`)
    else this.#scalarElement(slot, `${name}[${index}]`)
    this.lines.push('} }')
    return name
  }

  #scalarElement(slot: Slot, target: string): void {
    const element: Slot = { ...slot, isArray: false, nullable: false }
    const size = fixedSize(slot.type)
    // All elements of fixed size are known to be there from the check of the count.
    if (size > 0) this.lines.push(`${target} = ${fixedValue(element, 0)}; p += ${size}`)
    else this.lines.push(`${target} = ${this.#lengthPrefixed(element)}`)
  }

  #tags(layout: Layout, values: Map<Slot, string>): void {
    if (layout.tagged.length === 0) {
      this.lines.push('if (p < end && b[p] === 0) p++; else p = R.skipTags(b, p, end, L)')
      return
    }
    const [count, tag, tagEnd] = [this.#name(), this.#name(), this.#name()]
    this.#uvarint('n')
    this.lines.push('R.admit(n, L)')
    this.lines.push(`for (let ${count} = n; ${count} > 0; ${count}--) {`)
    this.#uvarint('n')
    this.lines.push(`const ${tag} = n`)
    this.#uvarint('n')
    this.lines.push(`if (n > end - p) R.short(L)`, `const ${tagEnd} = p + n`, `switch (${tag}) {`)
    for (const slot of layout.tagged) {
      this.lines.push(`case ${slot.field.tag}: {`)
      this.lines.push(`${values.get(slot)} = ${this.#value(slot)}; break }`)
    }
    this.lines.push(`default: p = ${tagEnd} }`, `if (p !== ${tagEnd}) R.malformed(L, "a tagged field of the wrong size") }`)
  }

  /** Leaves the length in `n`, negative for null. */
  #length(slot: Slot, bytes: 2 | 4): void {
    if (slot.compact) {
      this.#uvarint('n')
      this.lines.push('n--')
      return
    }
    this.#need(bytes)
    this.lines.push(`n = ${bytes === 2 ? int16(0) : int32(0)}; p += ${bytes}`)
  }

  #uvarint(target: string): void {
    this.#need(1)
    this.lines.push(`${target} = b[p++]; if (${target} > 127) { ${target} = R.uvarint(b, p - 1, end, L); p = R.cursor.position }`)
  }

  #need(bytes: number): void {
    this.lines.push(`if (p + ${bytes} > end) R.short(L)`)
  }

  #declare(keyword: 'const' | 'let', expression: string): string {
    const name = this.#name()
    this.lines.push(`${keyword} ${name} = ${expression}`)
    return name
  }

  #name(): string {
    return `v${this.#names++}`
  }
}

function fixedValue(slot: Slot, at: number): string {
  switch (slot.type) {
    case 'bool':
      return `b[${where(at)}] !== 0`
    case 'int8':
      return `b[${where(at)}] << 24 >> 24`
    case 'int16':
      return int16(at)
    case 'uint16':
      return `b[${where(at)}] << 8 | b[${where(at + 1)}]`
    case 'int32':
      return int32(at)
    case 'uint32':
      return `(${int32(at)}) >>> 0`
    case 'int64':
      return slot.field.bigint === true ? `b.readBigInt64BE(${where(at)})` : `R.long(${int32(at)}, (${int32(at + 4)}) >>> 0, L)`
    case 'float64':
      return `b.readDoubleBE(${where(at)})`
    case 'uuid':
      return `R.uuid(b, ${where(at)})`
    case 'string':
    case 'bytes':
    case 'records':
    case 'struct':
      throw new Error(`${slot.type} has no fixed size`)
    default:
      return unreachable(slot.type)
  }
}

function int16(at: number): string {
  return `b[${where(at)}] << 24 >> 16 | b[${where(at + 1)}]`
}

function int32(at: number): string {
  return `b[${where(at)}] << 24 | b[${where(at + 1)}] << 16 | b[${where(at + 2)}] << 8 | b[${where(at + 3)}]`
}

function where(at: number): string {
  return at === 0 ? 'p' : `p + ${at}`
}

function nullFault(slot: Slot): string {
  return `R.malformed(L, "${slot.name} is null")`
}

/** The default as source text. Arrays and structs are fresh each time: messages are mutable. */
function initial(slot: Slot): string {
  const fallback = defaultOf(slot.field)
  if (typeof fallback === 'bigint') return `${fallback}n`
  if (fallback !== undefined) return JSON.stringify(fallback)
  if (slot.isArray) return '[]'
  if (slot.type === 'struct') return `{ ${slot.struct!.slots.map((s) => `${s.name}: ${initial(s)}`).join(', ')} }`
  return slot.type === 'uuid' ? '"AAAAAAAAAAAAAAAAAAAAAA"' : 'R.EMPTY'
}
