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
