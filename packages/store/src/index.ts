export {
  type Change,
  type DecodedBatch,
  type Decision,
  DecisionTooLarge,
  type EncodedDecision,
  type PositionedStore,
  type RecordFormat,
  type StateSchema,
  type Store,
  type StoreOptions,
  type StoreRole,
  StoreUnavailable,
  type TopicSettings,
} from './contract.ts'
export { openStore } from './open-store.ts'
export { StoreUnreadable, type UnreadableKind } from './unreadable.ts'
