import { fail, ok, type Result } from '@leat/base'
import { withAdvice } from './advice.ts'
import { compareAll } from './compare.ts'
import type { Problem, Registered, RegisterInput, RegisterRequest, RegistrationCheck } from '../decide/contract.ts'
import { decisions } from '../decide/index.ts'
import type { RuleSet } from '../governance/contract.ts'
import { recordText, type StoredVersion } from '../state/index.ts'
import { lookUpUnder, sameWithInlined } from './look-up.ts'
import { SERVICE_LIMITS } from './limits.ts'
import { registerTimeout } from './problems.ts'
import { type RegistryService, stored } from './registry-service.ts'
import { type Turns, turns } from './turns.ts'

/** The time is the store's, so that the answer's is that of the record. */
type UntimedInput = Omit<RegisterInput, 'options'> & { readonly options: Omit<RegisterInput['options'], 'nowMs'> }

type Outcome = Result<Registered, Problem> | 'stale'

const queues = new WeakMap<RegistryService, Turns>()

/**
 * Reads and compares on what the state is now, then decides on what it is then; when it changed in between, begins anew. Registrations of a subject go one after the
 * other up to their decision, not to its end on the disk: those that follow see it in the state, and are answered after it.
 */
export async function register(
  service: RegistryService,
  request: RegisterRequest,
  schemasMax: number | null,
): Promise<Result<Registered, Problem>> {
  let queue = queues.get(service)
  if (queue === undefined) queues.set(service, (queue = turns()))
  return queue.take(recordText(request.subject), async (release) => {
    for (let attempt = 0; attempt < SERVICE_LIMITS.attemptsMax; attempt++) {
      const outcome = await attemptOnce(service, request, schemasMax, release)
      if (outcome !== 'stale') return outcome
    }
    return fail(registerTimeout())
  })
}

async function attemptOnce(
  service: RegistryService,
  request: RegisterRequest,
  schemasMax: number | null,
  release: () => void,
): Promise<Outcome> {
  const { options } = service
  const checked = await checkedOn(service, request)
  if (!checked.ok) return (await knownAlready(service, request, checked.error)) ?? checked
  const { check, sameAs } = checked.value
  if (check.known !== null) return settledOn(service, check.known, check.plan.isPopulated)
  const verdict = sameAs !== null || check.comparison === null ? ok([]) : await compareAll(service, check.comparison, check.guid)
  if (!verdict.ok) return verdict
  const input: UntimedInput = {
    check,
    sameAs,
    verdict: verdict.value,
    options: { schemasMax, omitsAvroType: options.behavesAs === 7 },
  }
  return decideOn(service, input, release)
}

/** The registration of a schema that is there already; null: it is not, or there is another reason to ask who may write. */
export async function registerKnown(service: RegistryService, request: RegisterRequest): Promise<Registered | null> {
  const checked = await checkedOn(service, request)
  if (!checked.ok) {
    const known = await knownAlready(service, request, checked.error)
    return known !== null && known !== 'stale' && known.ok ? known.value : null
  }
  const { check, sameAs } = checked.value
  const version = check.known ?? sameAs
  if (version === null) return null
  const known = await settledOn(service, version, check.plan.isPopulated)
  return known.ok ? known.value : null
}

interface Checked {
  readonly check: RegistrationCheck
  readonly sameAs: StoredVersion | null
}

async function checkedOn(service: RegistryService, request: RegisterRequest): Promise<Result<Checked, Problem>> {
  const plan = decisions.planRegistration(service.state, request)
  if (!plan.ok) return plan
  const facts = await service.reader.parse(plan.value.parse)
  if (!facts.ok) return facts
  const checked = decisions.checkRegistration(service.state, plan.value, facts.value)
  if (!checked.ok) return checked
  const check = checked.value
  const sameAs = check.known === null ? await sameWithInlined(service, facts.value, plan.value.schemaType, check.inlined) : null
  return ok({ check, sameAs })
}

async function settledOn(service: RegistryService, version: StoredVersion, isPopulated: boolean): Promise<Result<Registered, Problem>> {
  const settled = await service.settled()
  return settled.ok ? ok({ version, isNew: false, isPopulated }) : settled
}

/** What is there already is answered whatever the mode: a producer must start in a registry that is read-only. */
async function knownAlready(service: RegistryService, request: RegisterRequest, refusal: Problem): Promise<Outcome | null> {
  if (refusal.errorCode !== NOT_PERMITTED || request.id !== null || request.version !== 0) return null
  const found = await lookUpUnder(service, request.subject, { ...request, ruleSet: request.ruleSet as RuleSet | null, deletion: 'active' })
  if (!found.ok || found.value === null) return null
  return settledOn(service, found.value, false)
}

const NOT_PERMITTED = 42_205

async function decideOn(service: RegistryService, input: UntimedInput, release: () => void): Promise<Outcome> {
  let isStale = false
  const outcome = await stored(() =>
    service.options.store.decide<Result<Registered, Problem>>((state, nowMs) => {
      // A decision may be asked for again on another state.
      isStale = false
      const decided = decisions.register(state, { ...input, options: { ...input.options, nowMs } })
      if (decided.ok) {
        release()
        return { changes: decided.value.changes, answer: ok(decided.value.answer) }
      }
      isStale = decided.error.kind === 'stale'
      const refused = decided.error.kind === 'stale' ? registerTimeout() : asOfRelease(decided.error.problem, service)
      return { changes: [], answer: fail(refused) }
    }),
  )
  return isStale && !outcome.ok ? 'stale' : outcome
}

/** Up to 8.1 an incompatible schema has no code of its own. */
function asOfRelease(problem: Problem, { options }: RegistryService): Problem {
  if (problem.errorCode !== INCOMPATIBLE) return problem
  return options.behavesAs === 7 ? { ...problem, errorCode: 409 } : withAdvice(problem)
}

const INCOMPATIBLE = 40_901
