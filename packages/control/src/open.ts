import type { Clock, Logger, Meter, Millis, Random } from '@leat/base'
import type { Authenticate, Operation } from '@leat/rest'
import type { Store } from '@leat/store'
import { type WriteAcls, writeAclsOf } from './acls/write.ts'
import type { AuditForm } from './audit/form.ts'
import type { AuditTrail } from './audit/trail.ts'
import { auditReaderOf } from './audit/reader.ts'
import type { ClusterHost } from './cluster-host.ts'
import { consoleLinksOf } from './console/links.ts'
import { reconcilerOf } from './clusters/reconcile.ts'
import type { AuditLog, ControlContext, PlatformFacts } from './context.ts'
import { mirrorOf } from './facts/mirror.ts'
import { tellerOf } from './facts/teller.ts'
import { mayIn } from './iam/authorize.ts'
import type { FirstSeed } from './seed/decide.ts'
import { seed, type SeedInputs } from './seed/seed.ts'
import type { ControlState } from './state.ts'

/** So that the first cluster's clients and the ready line do not wait for hundreds of others. */
const OTHERS_AFTER_MS: Millis = 20

export interface ControlOptions {
  /** Opened and leading. Where it only follows (the control plane is stopped), clusters still open; the first start needs it to lead. */
  readonly store: Store<ControlState>
  readonly host: ClusterHost
  readonly clock: Clock
  readonly random: Random
  readonly logger: Logger
  readonly meter: Meter
  readonly platform: PlatformFacts
  readonly seed: SeedInputs
  readonly audit: AuditLog
  readonly auditTrail: AuditTrail
}

export interface Control extends AsyncDisposable {
  readonly context: ControlContext
  readonly seed: FirstSeed
  /** The API, loaded at the first call: valibot, endpoints and logic are not part of a start. */
  operations(): Promise<readonly Operation[]>
  readonly authenticate: Authenticate
  readonly writeAcls: WriteAcls
  /** How events are written into the audit log; loaded at the first call. */
  auditForm(): Promise<AuditForm>
}

/** The first cluster did not open: there is no platform without it. */
export class FirstClusterClosed extends Error {
  override readonly name = 'FirstClusterClosed'
}

/**
 * Finds or makes what the platform starts with, opens the first cluster, and resolves; all other clusters follow.
 * Stopping and starting the API is its owner's (HTTP, and `store.follow()` and `lead()`): data planes do not notice.
 * @throws FirstClusterClosed, StoreUnavailable
 */
export async function openControl(options: ControlOptions): Promise<Control> {
  const { store, host, clock, random, logger, meter, platform, audit } = options
  const first = await seed(store, options.seed, clock, random)
  await store.settled()

  const mirror = mirrorOf(store)
  const teller = tellerOf(mirror, host, logger)
  const reconciler = reconcilerOf({ store, mirror, teller, host, clock, logger, platformBrokers: platform.brokers })
  meter.observe('control_clusters', () => mirror.state.cluster.size)

  const opened = await reconciler.first(first.cluster.id)
  if (!opened.ok) {
    mirror[Symbol.dispose]()
    throw new FirstClusterClosed(`the first cluster, ${first.cluster.id}, does not open: ${opened.error.reason}`)
  }
  clock.after(OTHERS_AFTER_MS, () => reconciler.begin())

  const context: ControlContext = {
    store,
    host,
    clock,
    random,
    logger,
    platform,
    audit,
    auditReader: auditReaderOf(options.seed.auditCluster),
    auditTrail: options.auditTrail,
    consoleLinks: consoleLinksOf(random),
    may: (caller, permission) => mayIn(store.state)(caller, permission),
    factsDelivered: () => teller.delivered(),
    addressOf: (cluster) => reconciler.addressOf(cluster),
  }
  let api: Promise<{ readonly operations: readonly Operation[]; readonly authenticate: Authenticate }> | null = null
  const load = (): NonNullable<typeof api> => (api ??= import('./api.ts').then(({ apiOf }) => apiOf(context)))

  return {
    context,
    seed: first,
    operations: async () => (await load()).operations,
    authenticate: async (request, endpoint) => (await load()).authenticate(request, endpoint),
    writeAcls: writeAclsOf(context),
    auditForm: async () => (await import('./audit/form.ts')).auditForm(() => store.state, random),
    async [Symbol.asyncDispose]() {
      mirror[Symbol.dispose]()
      await reconciler[Symbol.asyncDispose]()
    },
  }
}
