/**
 * Records the truth about bytes: random messages of every version are read and encoded by Apache Kafka's own classes. Needs Java 17 and Maven;
 * `node packages/wire/scripts/record-golden.ts`, only when the message definitions change.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { seededRandom } from '@leat/base/sim'
import { randomMessage } from '../src/testing/random-message.ts'
import { schemas, versionsOf } from '../src/testing/schemas.ts'

const SEED = 43
const MESSAGES_PER_VERSION = 4
const GOLDEN_DIR = join(import.meta.dirname, '../testdata/golden')

/** Not yet among TypeScript's own declarations. */
const { rawJSON } = JSON as unknown as { readonly rawJSON: (text: string) => unknown }

const scratch = mkdtempSync(join(tmpdir(), 'leat-golden-'))
try {
  const classpathFile = join(scratch, 'classpath')
  const pom = join(import.meta.dirname, 'golden/pom.xml')
  execFileSync('mvn', ['-q', '-f', pom, 'dependency:build-classpath', `-Dmdep.outputFile=${classpathFile}`], { stdio: 'inherit' })
  const input = join(scratch, 'values.ndjson')
  writeFileSync(input, values())
  const source = join(import.meta.dirname, 'golden/Golden.java')
  execFileSync('java', ['-cp', readFileSync(classpathFile, 'utf8'), source, input, scratch], { stdio: 'inherit' })
  for (const name of ['messages.ndjson', 'facts.json']) {
    writeFileSync(join(GOLDEN_DIR, `${name}.gz`), gzipSync(readFileSync(join(scratch, name)), { level: 9 }))
  }
} finally {
  rmSync(scratch, { recursive: true })
}

/** A line per message, in the JSON form that Kafka's own converters read: bytes in base64, int64 as numbers however large. */
function values(): string {
  const random = seededRandom(SEED)
  const lines: string[] = []
  for (const schema of schemas) {
    for (const version of versionsOf(schema)) {
      for (let i = 0; i < MESSAGES_PER_VERSION; i++) {
        lines.push(JSON.stringify({ schema: schema.name, version, value: kafkaJson(randomMessage(schema, version, random)) }))
      }
    }
  }
  return `${lines.join('\n')}\n`
}

function kafkaJson(value: unknown): unknown {
  if (typeof value === 'bigint') return rawJSON(String(value))
  if (Buffer.isBuffer(value)) return value.toString('base64')
  if (Array.isArray(value)) return value.map(kafkaJson)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, kafkaJson(inner)]))
}
