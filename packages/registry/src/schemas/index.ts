export * from './contract.ts'
export { SCHEMA_LIMITS } from './limits.ts'
export { languageOf, SCHEMA_TYPES } from './languages.ts'
