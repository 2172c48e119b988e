import { type Context, Script, createContext } from 'node:vm'

const RUN = new Script('run()')
let sandbox: Context | null = null

/**
 * Runs work of this thread that must end: what takes longer is ended wherever it is, in a regular expression as well. Null: it was. The watch is the engine's own, since
 * no clock that is asked by the work could end a regular expression.
 * @see https://nodejs.org/api/vm.html#scriptrunincontextcontextifiedobject-options
 */
export function withinDeadline<T>(msMax: number, work: () => T): { readonly value: T } | null {
  sandbox ??= createContext({ run: null })
  let done: { readonly value: T } | null = null
  sandbox['run'] = () => {
    done = { value: work() }
  }
  try {
    RUN.runInContext(sandbox, { timeout: msMax })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error
    return null
  } finally {
    sandbox['run'] = null
  }
  return done
}
