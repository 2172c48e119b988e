import { type Operation, OPERATIONS, type PrincipalName, RESOURCE_TYPES, type ResourceType, type Rules, type Verdict } from '@leat/access'

/** Verdicts kept over all principals of a cluster. Names come from clients: at the bound all are forgotten, and asked for again. */
const VERDICTS_MAX = 100_000
/** Verdicts about longer names are not kept: no topic has one, and clients may send any. */
const NAME_CHARACTERS_MAX = 512
/** Principals (each from each of its hosts) whose verdicts are kept; the ones longest not seen go. */
const ASKERS_MAX = 4_096

/** What all askers of a cluster share. */
interface Kept {
  count: number
  /** Grows when all verdicts are forgotten. */
  generation: number
}

/** Verdicts by operation, resource type and name, until a rule changes. A question that was asked before costs a look-up in a Map. */
export class VerdictCache {
  readonly #rules: Rules
  readonly #askers = new Map<string, AskerVerdicts>()
  readonly #kept: Kept = { count: 0, generation: 0 }

  constructor(rules: Rules) {
    this.#rules = rules
  }

  of(principal: PrincipalName, host: string): AskerVerdicts {
    const key = `${principal}\n${host}`
    const known = this.#askers.get(key) ?? new AskerVerdicts(this.#rules, principal, host, this.#kept)
    this.#askers.delete(key)
    this.#askers.set(key, known)
    if (this.#askers.size > ASKERS_MAX) this.#askers.delete(this.#askers.keys().next().value!)
    return known
  }
}

export class AskerVerdicts {
  readonly #rules: Rules
  readonly #principal: PrincipalName
  readonly #host: string
  readonly #kept: Kept
  /** By operation and resource type, then by name. */
  #verdicts: (Map<string, Verdict> | undefined)[] = []
  #version: number
  #generation: number

  constructor(rules: Rules, principal: PrincipalName, host: string, kept: Kept) {
    this.#rules = rules
    this.#principal = principal
    this.#host = host
    this.#kept = kept
    this.#version = rules.version
    this.#generation = kept.generation
  }

  decide(operation: Operation, resourceType: ResourceType, name: string): Verdict {
    if (this.#version !== this.#rules.version || this.#generation !== this.#kept.generation) this.#forget()
    const kind = OPERATIONS[operation] * 8 + RESOURCE_TYPES[resourceType]
    return this.#verdicts[kind]?.get(name) ?? this.#ask(kind, operation, resourceType, name)
  }

  decideAny(operation: Operation, resourceType: ResourceType): Verdict {
    return this.#rules.decideAny({ principal: this.#principal, host: this.#host, operation, resourceType })
  }

  #forget(): void {
    this.#version = this.#rules.version
    this.#generation = this.#kept.generation
    this.#verdicts = []
  }

  #ask(kind: number, operation: Operation, resourceType: ResourceType, name: string): Verdict {
    if (name.length > NAME_CHARACTERS_MAX) return this.#decide(operation, resourceType, name)
    this.#kept.count += 1
    if (this.#kept.count > VERDICTS_MAX) {
      this.#kept.count = 1
      this.#kept.generation += 1
      this.#forget()
    }
    const verdict = this.#decide(operation, resourceType, name)
    ;(this.#verdicts[kind] ??= new Map()).set(name, verdict)
    return verdict
  }

  #decide(operation: Operation, resourceType: ResourceType, name: string): Verdict {
    return this.#rules.decide({ principal: this.#principal, host: this.#host, operation, resourceType, name })
  }
}
