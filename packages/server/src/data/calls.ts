import { assert } from '@leat/base'
import { type Backend, type Call, encodeResponseFrame, type Encodable, type Reply, type Session } from '@leat/wire'
import type { CallAs, RemoteCall, RemoteReply } from './protocol.ts'

/** Connections of callers on the control thread that are kept for one cluster. The longest unused is ended for a new one. */
export const SESSIONS_MAX = 2_048

const SIZE_PREFIX_BYTES = 4

export interface CallsOptions {
  readonly cluster: string
  readonly engine: Backend
  /** As connections of clients reach the cluster: authorized, limited, audited. Null: it has no listeners yet. */
  readonly edge: () => Backend | null
}

/** Calls that the control thread makes on one cluster. */
export interface Calls {
  dispatch(call: RemoteCall): Promise<RemoteReply>
  end(as: CallAs, connectionId: string): void
  /** Ends all that is parked. */
  close(): void
}

interface Open {
  readonly session: Session
  readonly controller: AbortController
}

export function callsOn({ cluster, engine, edge }: CallsOptions): Calls {
  const sessions = new Map<string, Open>()

  const end = (key: string): void => {
    sessions.get(key)?.controller.abort()
    sessions.delete(key)
  }
  /** The same object for all calls of a connection: what an edge knows of a session it knows by it. */
  const sessionOf = (call: RemoteCall): Session => {
    const key = keyOf(call.as, call.connectionId)
    let open = sessions.get(key)
    if (open !== undefined) sessions.delete(key)
    else if (sessions.size >= SESSIONS_MAX) end(sessions.keys().next().value!)
    open ??= openSession(cluster, call)
    sessions.set(key, open)
    return open.session.node === call.node ? open.session : { ...open.session, node: call.node }
  }

  return {
    async dispatch(call) {
      const backend = call.as === 'system' ? engine : edge()
      if (backend === null) return { kind: 'close', reason: 'upstream-closed' }
      const api = backend.apis.get(call.apiKey)?.api
      assert(api !== undefined, `API ${call.apiKey} is not served by ${cluster}`)
      const { version, correlationId, clientId, bodyOffset } = call
      const session = sessionOf(call)
      const ours: Call = { api, version, correlationId, clientId, frame: bufferOf(call.frame), bodyOffset, session, decoded: undefined }
      return remoteReply(ours, await backend.dispatch(ours))
    },
    end: (as, connectionId) => end(keyOf(as, connectionId)),
    close() {
      for (const key of sessions.keys()) end(key)
    },
  }
}

function openSession(cluster: string, { as, connectionId, node }: RemoteCall): Open {
  const controller = new AbortController()
  const { signal } = controller
  const session: Session =
    as === 'system'
      ? { principal: SYSTEM, tenant: null, listener: 'system', node, clientHost: '/127.0.0.1', connectionId, trusted: true, signal }
      : { principal: as.principal, tenant: cluster, listener: 'SASL_SSL', node, clientHost: as.clientHost, connectionId, signal }
  return { session, controller }
}

const SYSTEM = { type: 'User', name: 'leat' } as const

/** Nobody gets a connection that was made in another name. */
function keyOf(as: CallAs, connectionId: string): string {
  return as === 'system' ? connectionId : `${as.principal.type}:${as.principal.name} ${as.clientHost} ${connectionId}`
}

function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

function remoteReply({ api, version, correlationId }: Call, reply: Reply): RemoteReply {
  switch (reply.kind) {
    case 'message':
      return {
        kind: 'frame',
        bytes: exactly(encodeResponseFrame(api, version, correlationId, reply.message as Encodable<unknown>), SIZE_PREFIX_BYTES),
      }
    case 'frame':
      return { kind: 'frame', bytes: exactly(reply.chunks, 0) }
    case 'silence':
    case 'close':
      return reply
  }
}

/** Bytes of their own: whatever memory a chunk is a view of would cross the link whole. */
function exactly(chunks: readonly Buffer[], skip: number): Uint8Array {
  const whole = Buffer.allocUnsafeSlow(chunks.reduce((sum, chunk) => sum + chunk.length, -skip))
  let at = -skip
  for (const chunk of chunks) {
    if (at < 0) chunk.copy(whole, 0, Math.min(-at, chunk.length))
    else chunk.copy(whole, at)
    at += chunk.length
  }
  return whole
}
