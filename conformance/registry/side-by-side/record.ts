/**
 * Asks Apicurio Registry (Apache-2.0) what calls.ts says, through its API for clients of the registry everyone runs, and writes down the answers:
 * `node conformance/registry/side-by-side/record.ts`. It needs Java 17 and Maven, and keeps its schemas in memory.
 */
import { spawn } from 'node:child_process'
import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { cached } from '../../cache.ts'
import { endChild, freePorts, runOrThrow, waitForLine } from '../../process.ts'
import { CALLS, type RegistryCall } from './calls.ts'
import { APICURIO, RECORDED_FILE, type RecordedAnswer } from './recorded.ts'

const FETCH_MS_MAX = 10 * 60_000
const READY_MS_MAX = 120_000
const API = '/apis/ccompat/v7'
const TYPE = 'application/vnd.schemaregistry.v1+json'

const dir = await cached('apicurio', [join(import.meta.dirname, 'recorded.ts')], async (into) => {
  const artifact = `io.apicurio:apicurio-registry-app:${APICURIO}:tar.gz:all`
  await runOrThrow('mvn', ['-q', '-B', 'dependency:copy', `-Dartifact=${artifact}`, `-DoutputDirectory=${into}`], {
    timeoutMs: FETCH_MS_MAX,
  })
  await runOrThrow('tar', ['xzf', join(into, `apicurio-registry-app-${APICURIO}-all.tar.gz`), '-C', into])
})
const jar = readdirSync(dir).find((name) => name.endsWith('-runner.jar'))!
const [port] = await freePorts(1)
const java = spawn('java', ['-Xmx512m', '-Dquarkus.http.host=127.0.0.1', `-Dquarkus.http.port=${port}`, '-jar', join(dir, jar)], {
  stdio: ['ignore', 'pipe', 'pipe'],
})
try {
  await waitForLine(java, /Listening on/, READY_MS_MAX)
  const answers: RecordedAnswer[] = []
  for (const call of CALLS) answers.push(await ask(call))
  writeFileSync(RECORDED_FILE, `${JSON.stringify(answers, null, 2)}\n`)
  console.log(`${answers.length} answers in ${RECORDED_FILE}`)
} finally {
  await endChild(java)
}

async function ask({ name, request, body }: RegistryCall): Promise<RecordedAnswer> {
  const [method = '', path = ''] = request.split(' ')
  const sent = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body), headers: { 'content-type': TYPE } }
  const answer = await fetch(`http://127.0.0.1:${port}${API}${path}`, { method, ...sent })
  const text = await answer.text()
  return { name, status: answer.status, body: parsed(text.replaceAll(`http://127.0.0.1:${port}`, '')) }
}

/** Without the trace of the Java program, which says where it stood. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text, (key, value: unknown) => (key === 'detail' ? undefined : value))
  } catch {
    return text
  }
}
