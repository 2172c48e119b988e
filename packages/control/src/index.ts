export type { ClusterAddresses, ClusterHost, ClusterPlan, ClusterUsage, HostProblem, Refusal } from './cluster-host.ts'
