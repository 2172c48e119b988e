export const SERDE_LIMITS = {
  /** Schemas of one reader that are kept ready for use; the one used longest ago goes first. */
  schemasMax: 256,
  /** Ids that the registry does not have: bytes of any kind may look like one. After that time it is asked again. */
  unknownMax: 1_024,
  unknownMs: 10_000,
} as const
