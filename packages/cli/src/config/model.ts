/** `config.json`. Values named `sealed…` are encrypted, see `seal.ts`. */
export interface Config {
  readonly version: 1
  readonly currentContext: string | null
  readonly contexts: Readonly<Record<string, LoginContext>>
}

/** A login to one Leat, and what is current in it. */
export interface LoginContext {
  /** `login-admin@leat.local-http://localhost:9021` unless renamed. */
  readonly name: string
  /** Where the control plane is: `http://localhost:9021`. */
  readonly url: string
  /** PEM file of the CA that its certificates are from; null: those that the system trusts. */
  readonly caFile: string | null
  readonly email: string
  readonly user: string
  readonly organization: string
  /** Null after `logout`. */
  readonly sealedToken: string | null
  readonly sealedRefreshToken: string | null
  /** With `login --save`. */
  readonly sealedPassword: string | null
  readonly environment: string | null
  /** The current Kafka cluster of each environment. */
  readonly clusters: Readonly<Record<string, string>>
  /** The address that was chosen of a Kafka cluster, by its name there; absent in what an older CLI wrote. */
  readonly endpoints?: Readonly<Record<string, string>>
  /** Stored API keys by the resource they are for: `lkc-…`. */
  readonly keys: Readonly<Record<string, ResourceKeys>>
}

export interface ResourceKeys {
  readonly current: string | null
  readonly sealedSecrets: Readonly<Record<string, string>>
}

export const EMPTY_CONFIG: Config = { version: 1, currentContext: null, contexts: {} }

/** What nothing is known of before the first command in a context. */
export const NEW_CONTEXT = {
  sealedToken: null,
  sealedRefreshToken: null,
  sealedPassword: null,
  environment: null,
  clusters: {},
  keys: {},
} as const satisfies Partial<LoginContext>

export function withContext(config: Config, context: LoginContext): Config {
  return { ...config, contexts: { ...config.contexts, [context.name]: context } }
}

/** Changes one context; nothing happens when another command has deleted it meanwhile. */
export function changeContext(config: Config, name: string, change: (context: LoginContext) => LoginContext): Config {
  const context = config.contexts[name]
  return context === undefined ? config : withContext(config, change(context))
}

export function withoutContext(config: Config, name: string): Config {
  const { [name]: _, ...contexts } = config.contexts
  return { ...config, contexts, currentContext: config.currentContext === name ? null : config.currentContext }
}

export function renamed(config: Config, from: string, to: string): Config {
  const context = config.contexts[from]
  if (context === undefined) return config
  const rest = withoutContext(config, from)
  return { ...withContext(rest, { ...context, name: to }), currentContext: config.currentContext === from ? to : config.currentContext }
}

const NO_KEYS: ResourceKeys = { current: null, sealedSecrets: {} }

export function keysFor(context: LoginContext, resource: string): ResourceKeys {
  return context.keys[resource] ?? NO_KEYS
}

export function withKey(context: LoginContext, resource: string, key: string, sealedSecret: string): LoginContext {
  const keys = keysFor(context, resource)
  return { ...context, keys: { ...context.keys, [resource]: { ...keys, sealedSecrets: { ...keys.sealedSecrets, [key]: sealedSecret } } } }
}

export function usingKey(context: LoginContext, resource: string, key: string): LoginContext {
  return { ...context, keys: { ...context.keys, [resource]: { ...keysFor(context, resource), current: key } } }
}

/** The key is forgotten wherever it stands. */
export function withoutKey(context: LoginContext, key: string): LoginContext {
  const keys = Object.fromEntries(
    Object.entries(context.keys).map(([resource, { current, sealedSecrets }]) => {
      const { [key]: _, ...left } = sealedSecrets
      return [resource, { current: current === key ? null : current, sealedSecrets: left }]
    }),
  )
  return { ...context, keys }
}

/** An environment or a cluster is gone: it is current no more. */
export function without(context: LoginContext, id: string): LoginContext {
  const clusters = Object.fromEntries(
    Object.entries(context.clusters).filter(([environment, cluster]) => environment !== id && cluster !== id),
  )
  const { [id]: _, ...keys } = context.keys
  const { [id]: __, ...endpoints } = context.endpoints ?? {}
  return { ...context, clusters, keys, endpoints, environment: context.environment === id ? null : context.environment }
}

/** Where the secret of a key lies, whatever it is for; null when it is not stored. */
export function sealedSecretOf(context: LoginContext, key: string): string | null {
  return Object.values(context.keys).find(({ sealedSecrets }) => Object.hasOwn(sealedSecrets, key))?.sealedSecrets[key] ?? null
}
