/**
 * The lines of docs/walk.md as they stand, in a shell, against a Leat on a clean directory. Ends with one line `N passed, N failed[, N skipped]`.
 */
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CONFORMANCE_DIR, Unavailable } from './cache.ts'
import { ensureKcat } from './kcat.ts'
import { endChild, run, tail, waitForLine } from './process.ts'

const PROJECT = join(CONFORMANCE_DIR, '..')
const START = './leat up'
const READY_MS_MAX = 60_000
const WALK_MS_MAX = 120_000

/** What a reader must see, in this order. */
const SEEN: readonly (readonly [what: string, pattern: RegExp])[] = [
  ['the topic is made', /"topic_name":"orders"/],
  ['the refusal is explained, with what would allow it', /"allowed":false.*"role_name":"DeveloperWrite"/],
  ['two role bindings are made', /"role_name":"DeveloperWrite"[^]*"role_name":"DeveloperRead"/],
  ['what was produced is consumed', /^one espresso$/m],
  ['the audit log has the refusal', /\d+ "granted":false/],
  ['and what was allowed', /\d+ "granted":true/],
]

async function walk(home: string): Promise<number> {
  await ensureKcat()
  const [, lines = ''] = /```sh\n([^]*?)```/.exec(readFileSync(join(PROJECT, 'docs/walk.md'), 'utf8')) ?? []
  if (!lines.startsWith(START)) throw new Error(`docs/walk.md does not begin with ${START}`)
  const env = { ...process.env, HOME: home, XDG_DATA_HOME: join(home, 'data') }
  const leat = spawn(join(PROJECT, 'leat'), ['up', '--ports', 'auto', '--json'], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  try {
    await waitForLine(leat, /^\{.*\}$/, READY_MS_MAX)
    const { code, stdout, stderr, timedOut } = await run('sh', ['-c', lines.slice(lines.indexOf('\n'))], {
      cwd: PROJECT,
      env,
      timeoutMs: WALK_MS_MAX,
    })
    let failed = 0
    let rest = stdout
    for (const [what, pattern] of SEEN) {
      const found = pattern.exec(rest)
      console.log(`${found === null ? 'failed' : 'ok    '}  ${what}`)
      if (found === null) failed += 1
      else rest = rest.slice(found.index)
    }
    const isRefused = /Topic authorization failed/.test(stderr)
    console.log(`${isRefused ? 'ok    ' : 'failed'}  without a right nothing is produced`)
    if (!isRefused) failed += 1
    if (failed > 0) console.log(`ended with ${timedOut ? 'its time' : code}\n${tail(stdout, 4_000)}\n${tail(stderr, 2_000)}`)
    return failed
  } finally {
    await endChild(leat)
  }
}

const home = mkdtempSync(join(tmpdir(), 'leat-walk-'))
const total = SEEN.length + 1
try {
  const failed = await walk(home)
  console.log(`${total - failed} passed, ${failed} failed`)
  process.exitCode = failed === 0 ? 0 : 1
} catch (error) {
  if (!(error instanceof Unavailable)) throw error
  console.log(`skipped: docs/walk.md: ${error.message}\n0 passed, 0 failed, ${total} skipped`)
} finally {
  rmSync(home, { recursive: true, force: true })
}
