/**
 * Asks Jackson, Everit and json-sKema about all cases and keeps their answers in `recorded/`.
 *
 *   node conformance/registry/json/record.ts
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { mavenJars } from '../../kafka/jvm.ts'
import { runOrThrow } from '../../process.ts'
import { CASES, type SchemaAnswer } from './cases.ts'

const HERE = import.meta.dirname

const jars = await mavenJars('json-schema-jars', join(HERE, 'pom.xml'))
const { stdout } = await runOrThrow('java', ['-cp', join(jars, '*'), join(HERE, 'Recorder.java')], { input: JSON.stringify(CASES) })
// What the program prints: an answer for each question, in their order.
const answers = JSON.parse(stdout) as readonly SchemaAnswer[]
const recorded = CASES.map((one, index) => ({ ...one, answer: answers[index]! }))
writeFileSync(join(HERE, 'recorded/recorded.json'), `${JSON.stringify(recorded, null, 1)}\n`)
console.log(`${recorded.length} schemas recorded, ${recorded.filter(({ answer }) => answer.error === undefined).length} of them load`)
