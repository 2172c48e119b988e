import { type Clock, fail, ok, type Result } from '@leat/base'
import { DecisionTooLarge, type Store, StoreUnavailable } from '@leat/store'
import type { Decided, Problem } from '../decide/contract.ts'
import type { SchemaWorker } from '../schemas/work.ts'
import type { RegistryState } from '../state/contract.ts'
import { problems } from '../decide/index.ts'
import { storeProblem } from './problems.ts'
import { type Reader, readerOf } from './reader.ts'

export interface ServiceOptions {
  readonly store: Pick<Store<RegistryState>, 'state' | 'settled' | 'decide'>
  readonly worker: SchemaWorker
  readonly clock: Clock
  /** `mode.mutability`: whether modes may be changed. */
  readonly modesMutable: boolean
  /** Answers, codes and records as of this major release of the registry everyone runs. */
  readonly behavesAs: 7 | 8
}

/** What operations work with: the state, decisions on it, and schemas read by a worker. */
export interface RegistryService {
  readonly options: ServiceOptions
  readonly state: RegistryState
  readonly reader: Reader
  /** Resolves when what `state` shows is durable: before anybody is told of it. */
  settled(): Promise<Result<null, Problem>>
  /** Decides on the newest state; what is refused changes nothing. */
  decide<A>(decision: (state: RegistryState) => Decided<A>): Promise<Result<A, Problem>>
}

export function registryService(options: ServiceOptions): RegistryService {
  const { store } = options
  return {
    options,
    get state() {
      return store.state
    },
    reader: readerOf(options.worker),
    settled: () => store.settled().then(asSettled, refusal),
    decide: <A>(decision: (state: RegistryState) => Decided<A>) =>
      stored(() =>
        store.decide<Result<A, Problem>>((state) => {
          const decided = decision(state)
          return decided.ok ? { changes: decided.value.changes, answer: ok(decided.value.answer) } : { changes: [], answer: decided }
        }),
      ),
  }
}

/** What the log refuses, as the API words it. */
export async function stored<T>(write: () => Promise<Result<T, Problem>>): Promise<Result<T, Problem>> {
  try {
    return await write()
  } catch (error) {
    return refusal(error)
  }
}

/** @throws what is no refusal. */
function refusal(error: unknown): Result<never, Problem> {
  if (error instanceof StoreUnavailable) return fail(storeProblem(error.message))
  if (error instanceof DecisionTooLarge) return fail(problems.schemaTooLarge())
  throw error
}

const SETTLED = ok(null)

function asSettled(): Result<null, Problem> {
  return SETTLED
}
