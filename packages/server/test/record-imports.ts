import { appendFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { isMainThread } from 'node:worker_threads'

/** Preloaded into every thread: writes thread and URL of each module that is loaded to the file named in its own URL. */
const file = new URL(import.meta.url).searchParams.get('file')
if (file !== null) {
  registerHooks({
    load(url, context, next) {
      appendFileSync(file, `${isMainThread ? 'control' : 'data'} ${url}\n`)
      return next(url, context)
    },
  })
}
