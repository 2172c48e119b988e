import type { Clock, Logger, Meter, Random } from '@leat/base'
import type { Transport } from '@leat/client'
import type { Control } from '@leat/control'
import {
  inlineWorker,
  type JobThread,
  type JobThreadHandlers,
  openRegistryStore,
  registryHandler,
  registryService,
  type RegistryService,
  threadWorker,
} from '@leat/registry'
import type { HttpHandler } from '@leat/rest'
import { cloudAccess } from './access.ts'

/** Starts a thread that reads schemas. */
export type StartSchemaThread = (handlers: JobThreadHandlers) => JobThread

export interface RegistryOptions {
  /** Loaded with the first request; without it schemas are read in this very thread, as tests do that bring a clock of their own. */
  readonly schemaThreads?: (() => Promise<StartSchemaThread>) | undefined
  readonly transport: Transport
  readonly control: Control
  readonly trusting: boolean
  readonly cluster: string
  readonly clock: Clock
  readonly random: Random
  readonly logger: Logger
  readonly meter: Meter
}

export interface Registry extends AsyncDisposable {
  readonly handler: HttpHandler
  /** The same for the console's origin, where nobody is trusted without a login. */
  readonly console: HttpHandler
  readonly service: RegistryService
}

/** The cloud's first id in every context. */
const FIRST_ID = 100_001

/**
 * One physical registry: the subjects of an environment begin with its `lsrc-…` in the one log. It is read, and this process begins to write. @throws StoreUnreadable,
 * StoreUnavailable
 */
export async function openRegistry(options: RegistryOptions): Promise<Registry> {
  const { transport, control, trusting, cluster, clock, random, logger, meter } = options
  const stack = new AsyncDisposableStack()
  try {
    const start = await options.schemaThreads?.()
    const worker = stack.use(start === undefined ? inlineWorker() : threadWorker({ start, clock, logger }))
    const store = stack.use(
      await openRegistryStore({
        transport,
        clock,
        random,
        logger,
        state: { compatibilityLevel: 'BACKWARD', firstId: FIRST_ID, tenants: 'by-prefix' },
      }),
    )
    await store.lead()
    const service = registryService({ store, worker, clock, modesMutable: true, behavesAs: 8 })
    const info = { kafkaCluster: cluster, group: 'schema-registry' }
    const handlerFor = (trusts: boolean): HttpHandler =>
      registryHandler({ service, access: cloudAccess({ control, clock, trusting: trusts }), info, clock, logger, meter })
    const [handler, console] = [handlerFor(trusting), handlerFor(false)]
    const opened = stack.move()
    return { handler, console, service, [Symbol.asyncDispose]: () => opened.disposeAsync() }
  } catch (error) {
    await stack.disposeAsync()
    throw error
  }
}
