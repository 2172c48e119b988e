import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Played } from './play.ts'

function fileOf(script: string): string {
  return join(import.meta.dirname, 'recorded', `${script}.json`)
}

/** What Apache Kafka answered. */
export function readRecorded(script: string): Played[] {
  return JSON.parse(readFileSync(fileOf(script), 'utf8')) as Played[]
}

/** One line per step: a change of one answer is a change of one line. */
export function writeRecorded(script: string, played: readonly Played[]): void {
  writeFileSync(fileOf(script), `[\n${played.map((one) => JSON.stringify(one)).join(',\n')}\n]\n`)
}
