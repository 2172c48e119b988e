import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A field as Kafka's message definitions declare it. */
export interface FieldDefinition {
  readonly name: string
  readonly type: string
  readonly versions?: string
  readonly nullableVersions?: string
  readonly taggedVersions?: string
  readonly tag?: number
  readonly default?: string | number | boolean | null
  readonly ignorable?: boolean
  readonly mapKey?: boolean
  readonly entityType?: string
  readonly flexibleVersions?: string
  readonly fields?: readonly FieldDefinition[]
}

export interface StructDefinition {
  readonly name: string
  readonly fields: readonly FieldDefinition[]
}

export interface MessageDefinition extends StructDefinition {
  readonly apiKey?: number
  readonly type: 'request' | 'response' | 'header' | 'data' | 'coordinator-key' | 'coordinator-value' | 'metadata'
  readonly listeners?: readonly string[]
  readonly validVersions: string
  readonly flexibleVersions: string
  readonly latestVersionUnstable?: boolean
  readonly commonStructs?: readonly StructDefinition[]
}

/** All message definitions by name: those of `dir` and of its folder `coordinator`. */
export function readDefinitions(dir: string): ReadonlyMap<string, MessageDefinition> {
  const definitions = new Map<string, MessageDefinition>()
  for (const folder of [dir, join(dir, 'coordinator')]) {
    for (const file of readdirSync(folder).sort()) {
      if (!file.endsWith('.json')) continue
      const definition = JSON.parse(withoutComments(readFileSync(join(folder, file), 'utf8'))) as MessageDefinition
      definitions.set(definition.name, definition)
    }
  }
  return definitions
}

function withoutComments(text: string): string {
  return text.replace(/^\s*\/\/.*$/gm, '')
}
