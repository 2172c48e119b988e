import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const fileOf = (name: 'cases' | 'acls'): string => join(import.meta.dirname, 'recorded', `${name}.json`)

/** What Apache Kafka answered. */
export function readRecorded<T>(name: 'cases' | 'acls'): readonly T[] {
  return JSON.parse(readFileSync(fileOf(name), 'utf8')) as T[]
}

/** One line per case. */
export function writeRecorded(name: 'cases' | 'acls', played: readonly unknown[]): void {
  writeFileSync(fileOf(name), `[\n${played.map((one) => JSON.stringify(one)).join(',\n')}\n]\n`)
}
