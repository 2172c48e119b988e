import { type Logger, silentLogger } from '@leat/base'
import { nodeClock, nodeNet, nodeRandom } from '@leat/base/node'
import { faultyFs, seededRandom } from '@leat/base/sim'
import type { PortPlan } from '@leat/server'
import { type Encodable, isValidVersion } from '@leat/wire'
import { apiNamed, type ApiName, type RequestBody, type ResponseBody } from './apis.ts'
import type { Cloud, Registry } from './cloud.ts'
import { cloudOf, registryOf } from './cloud-requests.ts'
import { type DrivenClock, drivenClock, passTime, type TestClock } from './clock.ts'
import type { Disk } from './disk.ts'
import { diskOf } from './disk-faults.ts'
import { Hijacks } from './hijack/hijacks.ts'
import type { Hijack, Hijacker } from './hijack/request.ts'
import { beginLife, endLife, type Life, type LifeOptions } from './life/life.ts'
import { parkInRealTime } from './life/long-poll.ts'
import type { LeatOptions, SaslSsl } from './options.ts'
import { readTopic, type StoredRecord } from './records.ts'
import { exchange, testkitSession } from './speak.ts'
import { createTopic, topicId, type TopicOptions } from './topics.ts'

/** A whole Leat in this process: real listeners on free ports of loopback, a disk in memory. `O` is the type of its options. */
export interface Leat<O extends LeatOptions = LeatOptions> extends AsyncDisposable {
  /** Of the plaintext listener: `localhost:<port>`, one for each broker, separated by commas. The same over all restarts. */
  readonly bootstrap: string
  readonly saslSsl: O extends { readonly saslSsl: false } ? null : SaslSsl
  /** `lkc-...` */
  readonly cluster: string
  /** Give it as option `seed` to get the same ids, keys and power losses again. */
  readonly seed: string
  /** Time, with `clock: 'virtual'`. */
  readonly clock: O extends { readonly clock: 'virtual' } ? TestClock : null
  readonly disk: Disk
  /** The control plane, as the first admin sees it. */
  readonly cloud: Cloud
  readonly registry: Registry
  /** Makes a new topic with a name that nobody else in this Leat has, and answers the name. */
  topic(options?: TopicOptions): Promise<string>
  /** All records of a topic as they lie in the log, partition by partition. */
  records(topic: string): Promise<StoredRecord[]>
  /** The values of all records of a topic as text; null for those without value. */
  values(topic: string): Promise<(string | null)[]>
  /**
   * Catches requests of clients, by Kafka's name of the API or its key, until it is stopped. ApiVersions and the SASL requests are answered by the
   * listener and cannot be caught.
   */
  hijack<Name extends ApiName>(api: Name, fn: Hijacker<RequestBody<Name>, ResponseBody<Name>>): Hijack
  hijack(key: number, fn: Hijacker): Hijack
  /** Sends a request in Kafka's own terms, past listeners and hijacks, in the newest version unless told otherwise. Fields left out have their defaults. */
  ask<Name extends ApiName>(
    api: Name,
    request: Encodable<RequestBody<Name>>,
    options?: { readonly version?: number; readonly node?: number },
  ): Promise<ResponseBody<Name>>
  /** A clean stop, and a start on the same ports. `whileDown` runs in between. */
  restart(whileDown?: () => Promise<void>): Promise<void>
  /** As `kill -9`: connections break, nothing is finished, all that was written is there at the next start, on the same ports. */
  kill(whileDown?: () => Promise<void>): Promise<void>
  /** Ends it and forgets its data; what `await using` does. Throws what a hijack's function threw. */
  close(): Promise<void>
}

/** Starts a Leat. Several may run in one process; each has its own ports, disk, clock and keys. */
export async function startLeat<const O extends LeatOptions = { readonly clock: 'real' }>(options?: O): Promise<Leat<O>> {
  const { brokers = 1, durability = 'process', clock, saslSsl = true, log, seed = newSeed() } = options ?? {}
  const real = nodeClock()
  const driven = clock === 'virtual' ? drivenClock(real) : null
  const logger: Logger = log === undefined ? silentLogger : { event: (level, name, fields = {}) => log(level, name, fields) }
  const random = seededRandom(`leat testkit ${seed}`)
  const hijacks = new Hijacks()
  const leat = new OpenLeat(
    {
      brokers,
      durability,
      saslSsl,
      seed,
      random,
      logger,
      clock: driven ?? real,
      net: nodeNet(),
      intercept: (engine) => hijacks.intercept(driven === null ? engine : parkInRealTime(engine, real)),
    },
    hijacks,
    driven,
  )
  await leat.start()
  return leat as OpenLeat & Leat<O>
}

class OpenLeat {
  readonly seed: string
  readonly clock: DrivenClock | null
  readonly disk: Disk
  readonly cloud: Cloud
  readonly registry: Registry
  readonly #options: LifeOptions
  readonly #hijacks: Hijacks
  #fs
  #life: Life | null = null
  /** Of all listeners, from the first start on. */
  #ports: PortPlan | null = null
  /** What stays from the first start on. */
  #facts: { readonly bootstrap: string; readonly cluster: string; readonly saslSsl: SaslSsl | null } | null = null
  #topicCount = 0
  #closed = false

  constructor(options: LifeOptions, hijacks: Hijacks, clock: DrivenClock | null) {
    this.seed = options.seed
    this.clock = clock
    this.#options = options
    this.#hijacks = hijacks
    this.#fs = faultyFs({ random: options.random, now: () => options.clock.now() })
    this.cloud = cloudOf(() => this.#living.platform)
    this.registry = registryOf(() => this.#living.platform)
    this.disk = diskOf(() => this.#fs, {
      crash: (whileDown) => this.#die('power', whileDown),
      pathOf: async (topic, partition = 0) => {
        const { platform, engine } = this.#living
        return `${platform.run.dataDir}/clusters/${this.cluster}/topics/${await topicId(engine, this.#session(1), topic)}/${partition}`
      },
    })
  }

  async start(): Promise<void> {
    this.#life = await beginLife(this.#options, this.#fs, this.#ports)
    if (this.#facts !== null) return
    const { run, secrets, ports } = this.#life.platform
    this.#ports = ports
    const { apiKey, apiSecret } = secrets.kafka
    const login = { mechanism: 'plain', username: apiKey, password: apiSecret } as const
    const saslSsl = this.#options.saslSsl
      ? { bootstrap: run.saslSslBootstrap, ...login, ca: this.#fs.readFileSync(run.caFile!).toString() }
      : null
    this.#facts = { bootstrap: run.bootstrap!, cluster: run.cluster, saslSsl }
  }

  get bootstrap(): string {
    return this.#facts!.bootstrap
  }

  get cluster(): string {
    return this.#facts!.cluster
  }

  get saslSsl(): SaslSsl | null {
    return this.#facts!.saslSsl
  }

  async topic(options: TopicOptions = {}): Promise<string> {
    return createTopic(this.#living.engine, this.#session(1), this.#names(options.prefix ?? 'topic'), options)
  }

  records(topic: string): Promise<StoredRecord[]> {
    return readTopic(this.#living.engine, (node) => this.#session(node), topic)
  }

  async values(topic: string): Promise<(string | null)[]> {
    return (await this.records(topic)).map(({ value }) => value?.toString() ?? null)
  }

  hijack(name: string | number, fn: Hijacker<never, never>): Hijack {
    const { apis } = this.#living.engine
    const range = apis.get(typeof name === 'number' ? name : apiNamed(name).key)
    if (range === undefined)
      throw new Error(`${name} does not reach the engine, so it cannot be hijacked: Leat does not serve it, or its listeners answer it`)
    return this.#hijacks.add(range.api, fn as Hijacker)
  }

  async ask(name: string, request: unknown, options: { readonly version?: number; readonly node?: number } = {}): Promise<unknown> {
    const { engine } = this.#living
    const range = engine.apis.get(apiNamed(name).key)
    const version = options.version ?? range?.max ?? -1
    if (range === undefined || !isValidVersion([range.min, range.max], version)) throw new Error(`${name} version ${version} is not served`)
    return exchange(engine, range.api, version, request, this.#session(options.node ?? 1))
  }

  async restart(whileDown: () => Promise<void> = async () => {}): Promise<void> {
    const { platform } = this.#living
    await passTime(this.clock, platform.stop())
    await this.#startAfter(whileDown)
  }

  async kill(whileDown?: () => Promise<void>): Promise<void> {
    await this.#die('process', whileDown)
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    // The data is thrown away, so nothing is worth finishing.
    this.#fs.crash('process')
    if (this.#life !== null) await endLife(this.#life)
    this.#life = null
    this.#hijacks.stopAll()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  async #die(mode: 'process' | 'power', whileDown: () => Promise<void> = async () => {}): Promise<void> {
    const life = this.#living
    this.#fs = this.#fs.crash(mode)
    await endLife(life)
    await this.#startAfter(whileDown)
  }

  async #startAfter(whileDown: () => Promise<void>): Promise<void> {
    this.#life = null
    await whileDown()
    if (!this.#closed) await this.start()
  }

  get #living(): Life {
    if (this.#life === null) throw new Error(this.#closed ? 'this Leat is closed' : 'this Leat is down')
    return this.#life
  }

  #session(node: number): ReturnType<typeof testkitSession> {
    return testkitSession(this.cluster, node)
  }

  *#names(prefix: string): Generator<string, void, undefined> {
    for (;;) yield `${prefix}-${++this.#topicCount}`
  }
}

function newSeed(): string {
  return nodeRandom().bytes(8).toString('hex')
}
