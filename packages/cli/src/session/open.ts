import { type Clock, fail, type Fs, type Net, ok, type Result } from '@leat/base'
import { type Complaint, complaint } from '../complaint.ts'
import type { LoginContext } from '../config/model.ts'
import type { ConfigStore } from '../config/store.ts'
import type { ControlCalls } from '@leat/api/calls'
import { CONTROL_ROUTES } from '@leat/api/routes'
import { asking } from './asking.ts'
import { type Http, openHttp } from './http.ts'
import { kafkaCluster, usableCluster } from './kafka-cluster.ts'
import { registryCluster } from './registry-cluster.ts'
import type { Session } from './session.ts'
import { NOT_LOGGED_IN, tokensOf } from './tokens.ts'

export interface SessionParts {
  readonly config: ConfigStore
  readonly fs: Fs
  readonly net: Net
  readonly clock: Clock
  readonly signal: AbortSignal
}

/** The command's flags of these names. */
export interface Chosen {
  readonly context?: string | undefined
  readonly environment?: string | undefined
  readonly cluster?: string | undefined
}

/** HTTP to the Leat of a login: HTTPS trusts its CA. */
export function httpFor(caFile: string | null, { fs, net, clock, signal }: Omit<SessionParts, 'config'>): Http {
  return openHttp(net, clock, () => (caFile === null ? null : fs.readFileSync(caFile).toString('utf8')), signal)
}

export function findLogin(config: ConfigStore, wanted: string | undefined): Result<LoginContext, Complaint> {
  const { contexts, currentContext } = config.read()
  const name = wanted ?? currentContext
  if (name === null) return fail(NOT_LOGGED_IN)
  const login = Object.hasOwn(contexts, name) ? contexts[name] : undefined
  return login === undefined ? fail(complaint(`context "${name}" does not exist`, 'List contexts with "leat context list".')) : ok(login)
}

export function openLoginSession(login: LoginContext, http: Http, parts: SessionParts, chosen: Chosen): Result<Session, Complaint> {
  if (login.sealedToken === null) return fail(NOT_LOGGED_IN)
  const tokens = tokensOf(login, { config: parts.config, http, clock: parts.clock })
  const target = { http, url: login.url, token: () => tokens.current(), renew: () => tokens.renew() }
  const control = asking<ControlCalls>(CONTROL_ROUTES, target)

  const environment = (): Result<string, Complaint> => {
    const id = chosen.environment ?? login.environment
    return id === null ? fail(NO_ENVIRONMENT) : ok(id)
  }
  const clusterId = (): Result<string, Complaint> => {
    const current = environment()
    const id = chosen.cluster ?? (current.ok ? login.clusters[current.value] : undefined)
    return id === undefined ? fail(NO_CLUSTER) : ok(id)
  }
  const opening = { config: parts.config, http, login, control }
  return ok({
    login,
    control,
    environment,
    clusterId,
    open: (cluster) => usableCluster(opening, cluster),
    async registry() {
      const within = environment()
      return within.ok ? registryCluster(opening, within.value) : within
    },
    async kafka() {
      const within = environment()
      if (!within.ok) return within
      const id = clusterId()
      return id.ok ? kafkaCluster(opening, within.value, id.value) : id
    },
  })
}

const NO_ENVIRONMENT = complaint(
  'no environment is selected',
  'Select one with "leat environment use", or name it with --environment. List them with "leat environment list".',
)
const NO_CLUSTER = complaint(
  'no Kafka cluster is selected',
  'Select one with "leat kafka cluster use", or name it with --cluster. List them with "leat kafka cluster list".',
)
