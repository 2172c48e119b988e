/** JSON as it was written: the order of keys and the text of numbers are kept, which `JSON.parse` gives up. Plain, immutable data. */
interface Placed {
  /** Index of the first character in the text that was read; absent in a node that was made. */
  readonly offset?: number
}

export interface JsonObject extends Placed {
  readonly kind: 'object'
  /** Keys are unique: of duplicates the last value stands at the place of the first, as in Jackson. */
  readonly entries: readonly JsonEntry[]
}

export type JsonEntry = readonly [key: string, value: JsonNode]

export interface JsonArray extends Placed {
  readonly kind: 'array'
  readonly items: readonly JsonNode[]
}

export interface JsonNumber extends Placed {
  readonly kind: 'number'
  readonly text: string
}

export interface JsonString extends Placed {
  readonly kind: 'string'
  readonly value: string
}

export interface JsonBoolean extends Placed {
  readonly kind: 'boolean'
  readonly value: boolean
}

export interface JsonNull extends Placed {
  readonly kind: 'null'
}

export type JsonNode = JsonObject | JsonArray | JsonNumber | JsonString | JsonBoolean | JsonNull

/** The value of a key; undefined when the object does not have it. Linear in the number of keys. */
export function memberOf(object: JsonObject, key: string): JsonNode | undefined {
  return object.entries.find(([name]) => name === key)?.[1]
}
