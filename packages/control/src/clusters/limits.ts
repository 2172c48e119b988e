import type { ClusterLimits } from '@leat/access'
import type { Cluster, ClusterType } from '../entities.ts'

/** What one eCKU (Basic, Standard) or CKU (Dedicated) gives, and what a whole cluster has at most. */
interface Capacity {
  readonly ingressMBps: number
  readonly egressMBps: number
  readonly partitions: number
  readonly connections: number
  readonly connectionAttemptsPerSecond: number
  readonly requestsPerSecond: number
}

export interface TypeLimits {
  readonly perUnit: Capacity
  readonly atMost: Capacity
  /** Most eCKUs or CKUs of one cluster. */
  readonly unitsMax: number
  /** Null: as much as the disk holds. Not enforced: the disk is this machine's. */
  readonly storageGB: number | null
  readonly apiKeysMax: number
  readonly aclsMax: number
}

/** Confluent Cloud's published numbers by cluster type. The only place that holds any of them. */
export const LIMITS: Readonly<Record<ClusterType, TypeLimits>> = {
  BASIC: {
    perUnit: { ingressMBps: 5, egressMBps: 15, partitions: 30, connections: 20, connectionAttemptsPerSecond: 5, requestsPerSecond: 100 },
    atMost: {
      ingressMBps: 250,
      egressMBps: 750,
      partitions: 1_500,
      connections: 1_000,
      connectionAttemptsPerSecond: 250,
      requestsPerSecond: 5_000,
    },
    unitsMax: 50,
    storageGB: 5_000,
    apiKeysMax: 50,
    aclsMax: 1_000,
  },
  STANDARD: {
    perUnit: {
      ingressMBps: 25,
      egressMBps: 75,
      partitions: 250,
      connections: 1_000,
      connectionAttemptsPerSecond: 50,
      requestsPerSecond: 1_500,
    },
    atMost: {
      ingressMBps: 250,
      egressMBps: 750,
      partitions: 2_500,
      connections: 10_000,
      connectionAttemptsPerSecond: 500,
      requestsPerSecond: 15_000,
    },
    unitsMax: 10,
    storageGB: null,
    apiKeysMax: 250,
    aclsMax: 1_000,
  },
  DEDICATED: {
    perUnit: {
      ingressMBps: 60,
      egressMBps: 180,
      partitions: 4_500,
      connections: 18_000,
      connectionAttemptsPerSecond: 500,
      requestsPerSecond: 15_000,
    },
    atMost: {
      ingressMBps: 9_120,
      egressMBps: 27_360,
      partitions: 100_000,
      connections: 2_736_000,
      connectionAttemptsPerSecond: 76_000,
      requestsPerSecond: 2_280_000,
    },
    // What a customer with an invoice has without asking; 152 are given on request.
    unitsMax: 24,
    storageGB: null,
    apiKeysMax: 20_000,
    aclsMax: 10_000,
  },
}

/** From how many units a cluster may span zones. */
export const MULTI_ZONE_UNITS_MIN = 2
/** Brokers that one cluster shows at most, whatever its CKUs: each has a listener of its own. */
const BROKERS_MAX = 64

/** 1 CKU shows 4 brokers, 2 show 6, each further one 2 more. The cloud does not document it. */
export function brokersOfCku(cku: number): number {
  return Math.min(2 * cku + 2, BROKERS_MAX)
}

const BYTES_PER_MB = 1_048_576

/** How many units the caps of a cluster are counted with: what a Dedicated cluster runs, the ceiling of an elastic one. */
function unitsOf({ type, cku, eckuMax, phase }: Pick<Cluster, 'type' | 'cku' | 'eckuMax' | 'phase'>): number {
  if (cku !== null) return phase === 'PROVISIONING' ? cku.wanted : cku.actual
  return eckuMax ?? LIMITS[type].unitsMax
}

/** The caps that edges enforce. */
export function limitsOf(cluster: Pick<Cluster, 'type' | 'cku' | 'eckuMax' | 'phase'>): ClusterLimits {
  const { perUnit, atMost, aclsMax } = LIMITS[cluster.type]
  const units = unitsOf(cluster)
  const cap = (of: keyof Capacity): number => Math.min(perUnit[of] * units, atMost[of])
  return {
    partitionsMax: cap('partitions'),
    connectionsMax: cap('connections'),
    connectionAttemptsPerSecondMax: cap('connectionAttemptsPerSecond'),
    requestsPerSecondMax: cap('requestsPerSecond'),
    ingressBytesPerSecondMax: cap('ingressMBps') * BYTES_PER_MB,
    egressBytesPerSecondMax: cap('egressMBps') * BYTES_PER_MB,
    aclsMax,
  }
}
