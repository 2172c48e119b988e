export {
  type Change,
  type Decision,
  DecisionTooLarge,
  type StateSchema,
  type Store,
  type StoreOptions,
  type StoreRole,
  StoreUnavailable,
} from './contract.ts'
export { openStore } from './open-store.ts'
export { StoreUnreadable, type UnreadableKind } from './unreadable.ts'
