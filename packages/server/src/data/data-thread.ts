import { resolveOwnModules } from '../own-modules.ts'

/** Entry of the data thread: what is imported statically would be resolved before the hook stands. */
resolveOwnModules()
await import('./data-main.ts')
