/** What one JSON schema, and one comparison of two, may cost at most. Size, depth and nodes are SCHEMA_LIMITS. */
export const JSON_SCHEMA_LIMITS = {
  /** Of a `pattern` or a key of `patternProperties`. */
  patternCharsMax: 4_096,
  /** Property names that patterns are tried on in a comparison. A longer one counts as not covered by any pattern. */
  matchedNameCharsMax: 128,
  /** Patterns longer than this are not tried on names: what they cover is unknown, which counts as not covered. */
  matchedPatternCharsMax: 512,
  /** Of the referenced texts that one schema needs, together. */
  referencedCharsMax: 16 * 1024 * 1024,
  /** Pairs of schemas that one comparison looks at, and steps of its matchings. */
  comparisonStepsMax: 500_000,
  /** Pairs within each other. */
  comparisonDepthMax: 400,
  /** Findings of each kind (breaking or not) that a comparison keeps; the verdict counts them all. */
  findingsMax: 200,
} as const
