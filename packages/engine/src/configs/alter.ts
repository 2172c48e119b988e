import { type Result, fail, ok, unreachable } from '@leat/base'
import { ErrorCode } from '@leat/wire'
import { type Refusal, refuse } from '../cluster/topic-faults.ts'
import { brokerConfigDef, isReadOnly } from './broker-configs.ts'
import { type ConfigDef, configFault, listOf } from './config-type.ts'
import type { StaticConfigs } from './resolve.ts'
import { topicConfigDef } from './topic-configs.ts'

/** Operations of IncrementalAlterConfigs (KIP-339), with their numbers. */
export const ALTER_OP = { SET: 0, DELETE: 1, APPEND: 2, SUBTRACT: 3 } as const
export type AlterOp = keyof typeof ALTER_OP

export interface Alteration {
  readonly name: string
  readonly op: AlterOp
  readonly value: string | null
}

/** Null when a topic may have these settings together. */
export function topicConfigFault(configs: ReadonlyMap<string, string>): Refusal | null {
  for (const [name, value] of configs) {
    const def = topicConfigDef(name)
    if (def === undefined) return refuse(ErrorCode.INVALID_CONFIG, `Unknown topic config name: ${name}`)
    const fault = configFault(def, value)
    if (fault !== null) return refuse(ErrorCode.INVALID_CONFIG, fault)
    if (def.effect === 'fixed' && value.trim().toLowerCase() !== def.default)
      return refuse(ErrorCode.INVALID_CONFIG, `${name} cannot be ${value}: tiered storage does not exist here`)
  }
  const min = configs.get('min.compaction.lag.ms')
  const max = configs.get('max.compaction.lag.ms')
  if (min !== undefined && max !== undefined && BigInt(min.trim()) > BigInt(max.trim())) {
    return refuse(ErrorCode.INVALID_CONFIG, `conflict topic config setting min.compaction.lag.ms (${min}) > max.compaction.lag.ms (${max})`)
  }
  return null
}

/** Null when a running broker may be given these settings. */
export function brokerConfigFault(configs: ReadonlyMap<string, string>, statics: StaticConfigs): Refusal | null {
  for (const [name, value] of configs) {
    const def = brokerConfigDef(name)
    if (def === undefined || isReadOnly(def, statics))
      return refuse(ErrorCode.INVALID_REQUEST, `Cannot update these configs dynamically: Set(${name})`)
    const fault = configFault(def, value)
    // Kafka's own difference: INVALID_CONFIG for topics, INVALID_REQUEST for brokers.
    if (fault !== null) return refuse(ErrorCode.INVALID_REQUEST, fault)
  }
  return null
}

/** The settings after the alterations; `defOf` tells their types, `inherited` what APPEND and SUBTRACT start from when nothing is set. */
export function alter(
  configs: ReadonlyMap<string, string>,
  alterations: readonly Alteration[],
  defOf: (name: string) => ConfigDef | undefined,
  inherited: (name: string) => string | null,
): Result<ReadonlyMap<string, string>, Refusal> {
  const next = new Map(configs)
  for (const { name, op, value } of alterations) {
    if (op === 'DELETE') {
      next.delete(name)
      continue
    }
    if (value === null) return fail(refuse(ErrorCode.INVALID_REQUEST, `Null value not supported for : ${name}`))
    if (op === 'SET') {
      next.set(name, value)
      continue
    }
    const def = defOf(name)
    if (def?.type !== 'LIST') return fail(refuse(ErrorCode.INVALID_CONFIG, `Can't ${op} to key ${name} because its type is not LIST.`))
    const items = listOf(next.get(name) ?? inherited(name) ?? '')
    next.set(name, combined(op, items, listOf(value)).join(','))
  }
  return ok(next)
}

function combined(op: 'APPEND' | 'SUBTRACT', items: readonly string[], given: readonly string[]): readonly string[] {
  switch (op) {
    case 'APPEND':
      return [...items, ...given.filter((item) => !items.includes(item))]
    case 'SUBTRACT':
      return items.filter((item) => !given.includes(item))
    default:
      return unreachable(op)
  }
}
