import { resolveOwnModules } from '../own-modules.ts'

/** Entry of the schema thread: what is imported statically would be resolved before the hook stands. */
resolveOwnModules()
await import('./schema-thread-main.ts')
