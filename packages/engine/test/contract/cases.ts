import { groupCases } from './cases/groups.ts'
import { recordCases } from './cases/records.ts'
import { topicCases } from './cases/topics.ts'
import type { ContractCase } from './contract.ts'

/** What every Backend keeps to: the embedded engine, a gateway, and Apache Kafka itself behind one. */
export const CONTRACT: readonly ContractCase[] = [...topicCases, ...recordCases, ...groupCases]
