import { join } from 'node:path'
import { CONFORMANCE_DIR } from './cache.ts'
import { run } from './process.ts'

/** Programs of their own that belong to a whole run: each prints its closing line `N passed, N failed[, N skipped]`. */
const PROOFS: readonly { readonly title: string; readonly script: string }[] = [
  { title: 'the contract suite against Apache Kafka', script: 'contract.ts' },
  { title: "Kafka's dump tool over files of Leat's log", script: 'dump-log.ts' },
  { title: 'clients under authorization', script: 'authorization-clients/run.ts' },
  { title: "Leat's own client", script: 'internal-client/run.ts' },
  { title: 'printed client configurations', script: 'client-configs/run.ts' },
  { title: 'the web console in a browser', script: 'console/run.ts' },
  { title: 'the walk of docs/walk.md in a shell', script: 'walk.ts' },
  { title: 'a million lines, a restart, another client', script: 'million/run.ts' },
  { title: "stock serializers against Leat's registry", script: 'registry/serializers/run.ts' },
]

const PROOF_MS_MAX = 8 * 60_000
const CLOSING_LINE = /^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$/m

export interface ProofCounts {
  passed: number
  failed: number
  skipped: number
}

/** Runs them one after the other. One that dies without its closing line counts as one failure, and its output is shown. */
export async function runProofs(say: (line: string) => void, signal: AbortSignal): Promise<ProofCounts> {
  const counts: ProofCounts = { passed: 0, failed: 0, skipped: 0 }
  for (const { title, script } of PROOFS) {
    if (signal.aborted) break
    say(`${title}: started`)
    const { stdout, stderr, code } = await run(process.execPath, [join(CONFORMANCE_DIR, script)], { timeoutMs: PROOF_MS_MAX, signal })
    const closing = CLOSING_LINE.exec(stdout)
    const failed = closing === null ? 1 : Number(closing[2])
    counts.passed += Number(closing?.[1] ?? 0)
    counts.failed += failed === 0 && code !== 0 ? 1 : failed
    counts.skipped += Number(closing?.[3] ?? 0)
    say(`${title}: ${closing?.[0] ?? `ended with code ${code} and no closing line`}`)
    if (failed > 0 || code !== 0) console.log(`${stdout}${stderr}`.trimEnd())
  }
  return counts
}
