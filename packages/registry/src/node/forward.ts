/**
 * Writes on a node that is not primary: they go to the primary with the same method, path, query and body, and the answer comes back when this node shows what it says.
 *
 * What is forwarded carries `X-Forward: true`, as all registries send it, and a header of our own. The first proves nothing (clients send it too), so that such a request is
 * forwarded once more to a Leat node, but not to a registry that would forward it again for ever. With ours it is never forwarded again.
 */
import type { Clock, Logger, Millis, Offset } from '@leat/base'
import type { HttpAnswer, HttpHandler, HttpRequest } from '@leat/rest'
import type { Changes } from './changes.ts'
import type { NodeLimits } from './limits.ts'
import { type AskPeer, HEADERS, type PeerAnswer, PeerFault, refusal } from './peer.ts'
import type { Standing } from './standing.ts'
import { type SrMember, isLeat, urlOf } from './sr-protocol.ts'

export interface ForwardOptions {
  readonly clock: Clock
  readonly logger: Logger
  readonly limits: NodeLimits
  readonly ask: AskPeer
  readonly self: string
  readonly standing: () => Standing
  readonly changes: Changes
  readonly appliedTo: (offset: Offset, signal: AbortSignal) => Promise<void>
  readonly position: () => Offset
  /** Headers that go along beside those that always do, in lower case [inter.instance.headers.whitelist.headers]. */
  readonly headersToo: readonly string[]
  readonly local: HttpHandler
  /** Asked first where this node is not primary. Null, or anything but 200: the primary must be asked. */
  readonly known: ((request: HttpRequest) => Promise<HttpAnswer | null>) | null
}

/** Those that other registries pass on, and the one that says which registry of several is meant. */
const PASSED = ['content-type', 'accept', 'authorization', 'x-request-id', 'confluent-accept-unknown-properties', 'target-sr-cluster']
const PASSED_BACK = ['content-type', 'x-request-id', 'retry-after', 'www-authenticate']
/** Between two looks at a primary that was not reached. */
const AGAIN_MS: Millis = 50

const UNKNOWN_LEADER = 50_004
const NOT_FORWARDED = 50_003

type Outcome =
  | { readonly kind: 'answered'; readonly answer: HttpAnswer }
  /** Nothing has happened there. */
  | { readonly kind: 'again' }
  | { readonly kind: 'unknown' }

export function forwarding(options: ForwardOptions): HttpHandler {
  const { clock, limits, changes, standing } = options
  return async (request) => {
    const body = await wholeBody(request, limits.bodyBytesMax)
    if (body === null) return refusal(413, 413, `The request is larger than ${limits.bodyBytesMax} bytes.`)
    const known = await knownHere(options, request, body)
    if (known !== null) return known
    const endMs = clock.monotonic() + limits.holdMs
    let reached = true
    for (;;) {
      const now = standing()
      if (now.kind === 'here') {
        const answer = await localAnswer(options, { ...request, body: pieces(body) })
        const mayRepeat = isRepeatable(request) && clock.monotonic() < endMs
        if (!mayRepeat || standing().kind === 'here' || !isRefusedByLog(answer)) return answer
        // It lost its place with this write on its way: the next primary takes it.
        continue
      }
      if (now.kind === 'nowhere') return unknownLeader()
      if (now.kind === 'elsewhere') {
        if (mayNotForward(request, now.primary)) return notPrimary()
        const outcome = await forward(options, request, body, now.primary)
        if (outcome.kind === 'answered') return outcome.answer
        if (outcome.kind === 'unknown' && !isRepeatable(request)) return notForwarded()
        reached = false
      } else reached = true
      const leftMs = endMs - clock.monotonic()
      if (leftMs <= 0) return reached ? unknownLeader() : notForwarded()
      await changes.next(clock, Math.min(leftMs, now.kind === 'elsewhere' ? AGAIN_MS : leftMs), request.signal)
    }
  }
}

/**
 * Producers register what they write with whenever they start, and it is nearly always there already: any node can tell, whether or not there is a primary. Who has
 * forwarded a request has looked already, and waits for a position in the log.
 */
async function knownHere({ known, standing }: ForwardOptions, request: HttpRequest, body: Buffer): Promise<HttpAnswer | null> {
  if (known === null || request.method !== 'POST' || standing().kind === 'here' || request.headers[HEADERS.forwardedBy] !== undefined)
    return null
  const answer = await known({ ...request, body: pieces(body) })
  return answer?.status === 200 ? answer : null
}

/** Who has forwarded it learns where in the log its answer stands. */
async function localAnswer({ local, position }: ForwardOptions, request: HttpRequest): Promise<HttpAnswer> {
  const answer = await local(request)
  if (request.headers[HEADERS.forwardedBy] === undefined) return answer
  return { ...answer, headers: { ...answer.headers, [HEADERS.position]: String(position()) } }
}

async function forward(options: ForwardOptions, request: HttpRequest, body: Buffer, primary: SrMember): Promise<Outcome> {
  const { clock, limits, logger, ask, self, standing, changes, appliedTo } = options
  const url = urlOf(primary)
  const gone = new AbortController()
  using _watch = changes.on(() => isStillPrimary(standing(), primary) || gone.abort(NO_LONGER_PRIMARY))
  const passed = [...PASSED, ...options.headersToo].flatMap((name) =>
    request.headers[name] === undefined ? [] : [[name, request.headers[name]]],
  )
  const query = request.query.toString()
  let answer: PeerAnswer
  try {
    answer = await ask({
      url,
      method: request.method,
      target: query === '' ? request.path : `${request.path}?${query}`,
      headers: { ...Object.fromEntries(passed), [HEADERS.forward]: 'true', [HEADERS.forwardedBy]: self },
      body: body.length === 0 ? null : body,
      msMax: limits.forwardMs,
      bodyBytesMax: limits.bodyBytesMax,
      signal: AbortSignal.any([request.signal, gone.signal]),
    })
  } catch (error) {
    request.signal.throwIfAborted()
    if (error !== NO_LONGER_PRIMARY && !(error instanceof PeerFault)) throw error
    const isSafe = error instanceof PeerFault && error.kind === 'unreachable'
    logger.event('debug', 'registry-forward-failed', { primary: url, reason: (error as Error).message })
    return { kind: isSafe ? 'again' : 'unknown' }
  }
  if (answer.headers[HEADERS.notPrimary] !== undefined) return { kind: 'again' }
  const shown = Number(answer.headers[HEADERS.position] ?? 0)
  const late = new AbortController()
  using _deadline = clock.after(limits.catchUpMs, () => late.abort(TOO_LATE))
  // It is done all the same: an error would be the worse answer.
  await appliedTo(shown, AbortSignal.any([late.signal, request.signal])).catch((error: unknown) =>
    logger.event('warn', 'registry-behind-primary', { position: shown, reason: String(error) }),
  )
  const headers = PASSED_BACK.flatMap((name) => (answer.headers[name] === undefined ? [] : [[name, answer.headers[name]]]))
  const isEmpty = answer.body.length === 0
  return {
    kind: 'answered',
    answer: { status: answer.status, headers: Object.fromEntries(headers) as Record<string, string>, body: isEmpty ? null : answer.body },
  }
}

const NO_LONGER_PRIMARY = new Error('the group has another primary')
const TOO_LATE = new Error('not caught up in time')

/** While the group rebalances it may stay what it is. */
function isStillPrimary(standing: Standing, { memberId }: SrMember): boolean {
  return standing.kind === 'soon' || (standing.kind === 'elsewhere' && standing.primary.memberId === memberId)
}

function mayNotForward({ headers }: HttpRequest, primary: SrMember): boolean {
  return headers[HEADERS.forwardedBy] !== undefined || (headers[HEADERS.forward] === 'true' && !isLeat(primary))
}

/** Done twice it is as done once, with the same answer: a deletion is not. */
function isRepeatable({ method }: HttpRequest): boolean {
  return method !== 'DELETE'
}

const STORE_ERROR = '"error_code":50001'

function isRefusedByLog({ status, body }: HttpAnswer): boolean {
  return status === 500 && (typeof body === 'string' || Buffer.isBuffer(body)) && body.includes(STORE_ERROR)
}

function notPrimary(): HttpAnswer {
  return refusal(500, NOT_FORWARDED, 'Error while forwarding the request to the leader: this node is not the leader', {
    [HEADERS.notPrimary]: '1',
  })
}

function notForwarded(): HttpAnswer {
  return refusal(500, NOT_FORWARDED, 'Error while forwarding the request to the leader')
}

function unknownLeader(): HttpAnswer {
  return refusal(503, UNKNOWN_LEADER, 'Leader not known.', { 'retry-after': '1' })
}

/** Null: it is larger. */
async function wholeBody({ body }: HttpRequest, bytesMax: number): Promise<Buffer | null> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of body) {
    bytes += chunk.length
    if (bytes > bytesMax) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

async function* pieces(body: Buffer): AsyncGenerator<Buffer> {
  if (body.length > 0) yield body
}
