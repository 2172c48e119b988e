import type { QuickJSSyncVariant } from 'quickjs-emscripten-core'
import { type Clock, fail, type Millis, ok, type Result } from '@leat/base'

const MEMORY_BYTES_MAX = 32 * 1024 * 1024
const STACK_BYTES_MAX = 256 * 1024
/** For one record: the loop waits for it. */
const RECORD_MS_MAX: Millis = 20
/** The engine asks after some ten thousand steps: who has done little was kept waiting by others, and is not to blame for the time. */
const ASKED_MIN = 3
/** An engine that has seen so many records is made anew, whatever it may have kept. */
const RECORDS_MAX = 100_000

/** What an expression sees of a record. */
export interface FilterInput {
  readonly key: unknown
  readonly value: unknown
  readonly headers: Readonly<Record<string, unknown>>
  readonly offset: number
  readonly partition: number
  readonly timestamp: number
}

/** A user's expression. It runs in an engine of its own inside WebAssembly: there is no clock, no network, no other record, and an end to time and memory. */
export interface Filter extends Disposable {
  /** Fails with what the expression threw. */
  matches(input: FilterInput): Result<boolean, string>
}

/** Fails with the syntax error. The engine is loaded with the first filter. */
export async function openFilter(expression: string, clock: Clock): Promise<Result<Filter, string>> {
  const [{ newQuickJSWASMModuleFromVariant }, { default: variant }] = await Promise.all([
    import('quickjs-emscripten-core'),
    import('@jitl/quickjs-ng-wasmfile-release-sync'),
  ])
  // Its types are those of its CommonJS build, in which the default is one deeper.
  const quickjs = await newQuickJSWASMModuleFromVariant(variant as unknown as QuickJSSyncVariant)
  // One line break before the closing parenthesis: the expression may end with a comment.
  const source = `(text) => { const { key, value, headers, offset, partition, timestamp } = JSON.parse(text); return !!(${expression}\n) }`

  const open = () => {
    const context = quickjs.newContext()
    const { runtime } = context
    runtime.setMemoryLimit(MEMORY_BYTES_MAX)
    runtime.setMaxStackSize(STACK_BYTES_MAX)
    const until = (): Millis => clock.monotonic() + RECORD_MS_MAX
    let deadline = until()
    let asked = 0
    runtime.setInterruptHandler(() => ++asked > ASKED_MIN && clock.monotonic() > deadline)
    const compiled = context.evalCode(source, 'filter')
    if (compiled.error !== undefined) {
      const problem = describe(context.dump(compiled.error))
      compiled.error.dispose()
      context.dispose()
      return fail(problem)
    }
    const test = compiled.value
    return ok({
      matches(input: FilterInput): Result<boolean, string> {
        deadline = until()
        asked = 0
        using text = context.newString(JSON.stringify(input))
        const result = context.callFunction(test, context.undefined, text)
        if (result.error !== undefined) {
          const problem = describe(context.dump(result.error))
          result.error.dispose()
          return fail(problem)
        }
        const isMatch = context.dump(result.value) === true
        result.value.dispose()
        return ok(isMatch)
      },
      close() {
        test.dispose()
        context.dispose()
      },
    })
  }

  const first = open()
  if (!first.ok) return first
  let engine = first.value
  let records = 0
  return ok({
    matches(input) {
      if (++records % RECORDS_MAX === 0) {
        const next = open()
        if (!next.ok) return next
        engine.close()
        engine = next.value
      }
      return engine.matches(input)
    },
    [Symbol.dispose]: () => engine.close(),
  })
}

function describe(thrown: unknown): string {
  const { name, message } = (typeof thrown === 'object' && thrown !== null ? thrown : {}) as {
    readonly name?: string
    readonly message?: string
  }
  if (name === 'InternalError' && message === 'interrupted') return `it takes longer than ${RECORD_MS_MAX} ms for a record`
  return message === undefined ? String(thrown) : `${name ?? 'Error'}: ${message}`
}
