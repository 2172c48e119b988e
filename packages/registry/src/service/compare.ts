import { fail, ok, type Result } from '@leat/base'
import { comparisonJobs, comparisonMessages, judge } from '../compatibility/index.ts'
import type { Comparison, ComparisonPlan, Verdict } from '../compatibility/contract.ts'
import type { Problem } from '../decide/contract.ts'
import type { SchemaJobOutcome } from '../schemas/work.ts'
import type { RegistryService } from './registry-service.ts'

/** Makes the comparisons of a plan, newest version first, up to the first that fails. `guid` is the candidate's: pairs that were compatible once are not compared again. */
export async function compareAll(service: RegistryService, plan: ComparisonPlan, guid: string): Promise<Result<Verdict, Problem>> {
  for (const comparison of plan.comparisons) {
    const outcomes = await outcomesOf(service, plan, comparison, guid)
    if (!outcomes.ok) return outcomes
    const messages = comparisonMessages(plan, comparison, outcomes.value)
    if (messages.length > 0) return ok(judge(plan, messages))
  }
  return ok(judge(plan, []))
}

async function outcomesOf(
  { reader, state }: RegistryService,
  plan: ComparisonPlan,
  comparison: Comparison,
  guid: string,
): Promise<Result<readonly SchemaJobOutcome[], Problem>> {
  const outcomes: SchemaJobOutcome[] = []
  for (const job of comparisonJobs(state, plan, comparison)) {
    if (job.kind !== 'compare') continue
    const outcome = await reader.compare(job, `${guid} ${comparison.version.guid}`)
    if (!outcome.ok) return fail(outcome.error)
    outcomes.push(outcome.value)
  }
  return ok(outcomes)
}
