/**
 * Asks org.apache.avro about all cases and keeps its answers in `recorded/`.
 *
 *   node conformance/registry/avro/record.ts
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { mavenJars } from '../../kafka/jvm.ts'
import { runOrThrow } from '../../process.ts'
import { PAIRS, type PairAnswer, type Recording, SCHEMAS, type SchemaAnswer } from './cases.ts'

const HERE = import.meta.dirname

const questions = [...SCHEMAS.map(({ schema, references = [], lenient = false }) => ({ schema, references, strict: !lenient })), ...PAIRS]
const jars = await mavenJars('avro-jars', join(HERE, 'pom.xml'))
const { stdout } = await runOrThrow('java', ['-cp', join(jars, '*'), join(HERE, 'Recorder.java')], { input: JSON.stringify(questions) })
// What the program prints: an answer for each question, in their order.
const answers = JSON.parse(stdout) as readonly (SchemaAnswer & PairAnswer)[]
const recording: Recording = {
  avro: '1.12.1',
  schemas: SCHEMAS.map((one, index) => ({ ...one, answer: answers[index]! })),
  pairs: PAIRS.map((one, index) => ({ ...one, answer: answers[SCHEMAS.length + index]! })),
}
writeFileSync(join(HERE, 'recorded/recorded.json'), `${JSON.stringify(recording, null, 1)}\n`)
console.log(`${recording.schemas.length} schemas and ${recording.pairs.length} pairs recorded`)
