import { appendFileSync } from 'node:fs'
import { registerHooks } from 'node:module'

/** Preloaded into every thread: writes the URL of each module that is loaded to the file named in its own URL. */
const file = new URL(import.meta.url).searchParams.get('file')
if (file !== null) {
  registerHooks({
    resolve(specifier, context, next) {
      const resolved = next(specifier, context)
      appendFileSync(file, `${resolved.url}\n`)
      return resolved
    },
  })
}
