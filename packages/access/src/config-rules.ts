/** The bounds of one setting, both inclusive; what is left out has none but Kafka's own. */
export interface SettingRange {
  readonly min?: number
  readonly max?: number
}

/** Which settings clients of a cluster may change, by Kafka's names, and within which bounds. All others are refused. */
export interface ConfigRules {
  readonly topic: Readonly<Record<string, SettingRange>>
  /** Of all brokers together; null: none may be changed. */
  readonly cluster: Readonly<Record<string, SettingRange>> | null
}

export interface WantedSetting {
  readonly name: string
  /** Null: as it was without a value of its own. */
  readonly value: string | null
}

/** Why these may not be set, in the cloud's words; null: they may. What is no number is left to whoever knows the setting's type. */
export function settingRefusal(allowed: Readonly<Record<string, SettingRange>>, wanted: readonly WantedSetting[]): string | null {
  for (const { name, value } of wanted) {
    if (!Object.hasOwn(allowed, name)) return `Altering config property '${name}' is disallowed.`
    const { min, max } = allowed[name]!
    const number = value === null || !/^[+-]?\d+$/.test(value.trim()) ? null : Number(value)
    if (number === null) continue
    const of = `Config property '${name}' with value '${value!.trim()}'`
    if (max !== undefined && number > max) return `${of} exceeded max limit of ${max}.`
    if (min !== undefined && number < min) return `${of} is lower than the minimum allowed value of ${min}.`
  }
  return null
}
