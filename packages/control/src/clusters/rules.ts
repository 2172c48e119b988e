import { fail, ok, type Result } from '@leat/base'
import type { Problem } from '@leat/rest'
import type { Availability, Cluster, ClusterType } from '../entities.ts'
import { invalid } from '../iam/problems.ts'
import { LIMITS, MULTI_ZONE_UNITS_MIN } from './limits.ts'

/** What a cluster's config asks for, whatever the request. */
export interface WantedConfig {
  readonly kind: string
  readonly cku?: number | undefined
  readonly max_ecku?: number | undefined
}

const TYPES: Readonly<Record<string, ClusterType>> = { Basic: 'BASIC', Standard: 'STANDARD', Dedicated: 'DEDICATED' }
const AVAILABILITIES: ReadonlySet<string> = new Set<Availability>(['SINGLE_ZONE', 'MULTI_ZONE', 'LOW', 'HIGH'])

export const KIND_OF: Readonly<Record<ClusterType, string>> = { BASIC: 'Basic', STANDARD: 'Standard', DEDICATED: 'Dedicated' }

export function typeOf(kind: string): Result<ClusterType, Problem> {
  const type = TYPES[kind]
  if (type !== undefined) return ok(type)
  return invalid('/spec/config/kind', `Leat has no ${kind} clusters: choose Basic, Standard or Dedicated`)
}

export function availabilityOf(availability: string): Result<Availability, Problem> {
  if (AVAILABILITIES.has(availability)) return ok(availability as Availability)
  return invalid('/spec/availability', `availability '${availability}' is none of SINGLE_ZONE, MULTI_ZONE, LOW, HIGH`)
}

/** HIGH is what elastic clusters call several zones, LOW one. */
export function isMultiZone(availability: Availability): boolean {
  return availability === 'MULTI_ZONE' || availability === 'HIGH'
}

/** CKUs for Dedicated, the ceiling of eCKUs for the others; each refused where it does not belong. */
export function unitsWanted(
  type: ClusterType,
  availability: Availability,
  config: WantedConfig,
): Result<Pick<Cluster, 'eckuMax'> & { readonly cku: number | null }, Problem> {
  const { unitsMax } = LIMITS[type]
  const unitsMin = isMultiZone(availability) ? MULTI_ZONE_UNITS_MIN : 1
  if (type === 'DEDICATED') {
    const { cku } = config
    if (config.max_ecku !== undefined) return invalid('/spec/config/max_ecku', 'Dedicated clusters have CKUs: set cku')
    if (cku === undefined) return invalid('/spec/config/cku', 'cku is required for Dedicated clusters')
    if (cku < unitsMin) {
      const reason = unitsMin === 1 ? 'CKU must be greater than 0' : 'CKU must be greater than 1 for multi-zone clusters'
      return invalid('/spec/config/cku', reason)
    }
    return cku > unitsMax ? ckuQuotaExceeded(unitsMax) : ok({ cku, eckuMax: null })
  }
  if (config.cku !== undefined)
    return invalid('/spec/config/cku', `${KIND_OF[type]} clusters have no CKUs: only Dedicated ones are sized by hand`)
  const eckuMax = config.max_ecku ?? null
  if (eckuMax !== null && (eckuMax < unitsMin || eckuMax > unitsMax)) {
    return invalid(
      '/spec/config/max_ecku',
      `max_ecku must be from ${unitsMin} to ${unitsMax} for a ${KIND_OF[type]} cluster with this availability`,
    )
  }
  return ok({ cku: null, eckuMax })
}

function ckuQuotaExceeded(limit: number): Result<never, Problem> {
  return fail({
    status: 402,
    code: 'quota_exceeded',
    title: 'CKUs Per Cluster Quota Exceeded',
    detail: `The request would exceed the quota: ckus_per_cluster. CKUs of a cluster is currently limited to ${limit}`,
  })
}

/** Only what is sized by hand can be protected. */
export function protectionAllowed(type: ClusterType, wanted: boolean): Result<null, Problem> {
  if (!wanted || type === 'DEDICATED') return ok(null)
  return invalid('/spec/deletion_protection', `Deletion protection is not supported for ${type} clusters.`)
}
