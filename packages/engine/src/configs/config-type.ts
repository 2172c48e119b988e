import { unreachable } from '@leat/base'

/** Kafka's config types with the numbers of DescribeConfigs v3+. */
export const CONFIG_TYPE = { BOOLEAN: 1, STRING: 2, INT: 3, SHORT: 4, LONG: 5, DOUBLE: 6, LIST: 7, CLASS: 8, PASSWORD: 9 } as const
export type ConfigType = keyof typeof CONFIG_TYPE

/** Where a value comes from, with the numbers of DescribeConfigs. */
export const CONFIG_SOURCE = { DYNAMIC_TOPIC: 1, DYNAMIC_BROKER: 2, DYNAMIC_DEFAULT_BROKER: 3, STATIC_BROKER: 4, DEFAULT: 5 } as const
export type ConfigSource = keyof typeof CONFIG_SOURCE

/** What a setting may hold beyond its type. */
export interface ConfigDef {
  readonly name: string
  readonly type: ConfigType
  /** Null: not set. */
  readonly default: string | null
  readonly min?: number
  readonly max?: number
  readonly oneOf?: readonly string[]
  /** A rule of its own: what is wrong, or null. */
  readonly check?: (value: string) => string | null
  readonly about: string
}

const INT_RANGE = {
  INT: [-(2n ** 31n), 2n ** 31n - 1n],
  SHORT: [-(2n ** 15n), 2n ** 15n - 1n],
  LONG: [-(2n ** 63n), 2n ** 63n - 1n],
} as const

/** Null when `value` may stand for this setting, else what is wrong, as Kafka's ConfigException begins it. */
export function configFault(def: ConfigDef, value: string): string | null {
  const reason = typeFault(def, value.trim()) ?? def.check?.(value.trim()) ?? null
  return reason === null ? null : `Invalid value ${value} for configuration ${def.name}: ${reason}`
}

function typeFault(def: ConfigDef, value: string): string | null {
  switch (def.type) {
    case 'BOOLEAN':
      return /^(true|false)$/i.test(value) ? null : 'Expected value to be either true or false'
    case 'INT':
    case 'SHORT':
    case 'LONG': {
      if (!/^[+-]?\d{1,20}$/.test(value)) return `Not a number of type ${def.type}`
      const number = BigInt(value)
      const [low, high] = INT_RANGE[def.type]
      return number < low || number > high ? `Not a number of type ${def.type}` : boundsFault(def, Number(number))
    }
    case 'DOUBLE':
      return value !== '' && Number.isFinite(Number(value)) ? boundsFault(def, Number(value)) : `Not a number of type ${def.type}`
    case 'LIST':
      return (
        listOf(value)
          .map((item) => oneOfFault(def, item))
          .find((fault) => fault !== null) ?? null
      )
    case 'STRING':
    case 'CLASS':
    case 'PASSWORD':
      return oneOfFault(def, value)
    default:
      return unreachable(def.type)
  }
}

function boundsFault(def: ConfigDef, number: number): string | null {
  if (def.min !== undefined && number < def.min) return `Value must be at least ${def.min}`
  if (def.max !== undefined && number > def.max) return `Value must be no more than ${def.max}`
  return null
}

function oneOfFault(def: ConfigDef, value: string): string | null {
  return def.oneOf === undefined || def.oneOf.includes(value) ? null : `String must be one of: ${def.oneOf.join(', ')}`
}

export function listOf(value: string): string[] {
  return value
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '')
}

/** Kafka keeps numbers and words without the blanks around them, and booleans in small letters when it shows them. */
export function shownValue(def: ConfigDef, value: string): string {
  const trimmed = value.trim()
  switch (def.type) {
    case 'BOOLEAN':
      return trimmed.toLowerCase()
    case 'INT':
    case 'SHORT':
    case 'LONG':
      return BigInt(trimmed).toString()
    case 'LIST':
      return listOf(trimmed).join(',')
    case 'DOUBLE':
    case 'STRING':
    case 'CLASS':
    case 'PASSWORD':
      return trimmed
    default:
      return unreachable(def.type)
  }
}
