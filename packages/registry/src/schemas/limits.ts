/** What a schema may be at most; beyond it the language refuses the text with the limit in the message. */
export const SCHEMA_LIMITS = {
  /** Of one schema's text. */
  textBytesMax: 1024 * 1024,
  /** Nested objects, types or messages. */
  depthMax: 256,
  /** Named types, properties, fields, constants of one schema together. */
  nodesMax: 100_000,
  /** Schemas that one refers to, directly or not. */
  referencesMax: 1_000,
} as const
