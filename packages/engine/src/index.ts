export { type Engine, type EngineOptions, openEngine } from './engine.ts'
export { DEFAULT_LIMITS, type EngineLimits } from './limits.ts'
export { JournalUnreadable, StorageFault } from './journal/journal.ts'
export type { TopicsNow } from './topics/topics-now.ts'
