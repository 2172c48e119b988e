import { SCHEMA_LIMITS } from '../limits.ts'

/** What reading and comparing may cost at most. org.apache.avro has no such limits: it overflows its stack or never ends. */
export const AVRO_LIMITS = {
  /** Types within types, through names that are written before their definition as well. */
  depthMax: SCHEMA_LIMITS.depthMax,
  /** Values looked at to check the defaults of one schema: records in defaults can be made to fan out without end. */
  defaultStepsMax: 10 * SCHEMA_LIMITS.nodesMax,
  /** Pairs of a reader's and a writer's type on the way down: cycles of different length meet in many pairs. */
  pairDepthMax: 2 * SCHEMA_LIMITS.depthMax,
  /** Pairs of types compared: unions of many records meet in all combinations. */
  pairsMax: 200_000,
  /** Incompatibilities that are told: those of a shared type are told once for each place. */
  findingsMax: 1_000,
} as const
