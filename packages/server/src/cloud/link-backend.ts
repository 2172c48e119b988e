import { AssertionError } from '@leat/base'
import type { ApiRange, ApiTable, Backend, Reply } from '@leat/wire'
import type { CallAs, DataAsks, ServedApi } from '../data/protocol.ts'
import type { Conversation } from '../link/conversation.ts'

/**
 * A cluster of a data thread as a `Backend` on this one. All calls are made as `as` says, whatever principal their session names; a session ends
 * when its signal aborts, and what is parked for it then answers.
 */
export function linkBackend(data: Conversation<DataAsks>, cluster: string, serves: readonly ServedApi[], as: CallAs): Backend {
  /** Connections that end with a signal: one listener for each signal, however many calls are made. */
  const connections = new WeakMap<AbortSignal, Set<string>>()
  const endWith = (signal: AbortSignal, connectionId: string): void => {
    const known = connections.get(signal)
    if (known !== undefined) return void known.add(connectionId)
    const ids = new Set([connectionId])
    connections.set(signal, ids)
    signal.addEventListener('abort', () => {
      // A closed link has ended them already.
      for (const id of ids) data.ask('endSession', { cluster, as, connectionId: id }).catch(() => {})
    })
  }
  return {
    apis: apisOf(serves),
    features: [],
    async dispatch({ session, api, version, correlationId, clientId, bodyOffset, frame }): Promise<Reply> {
      const { connectionId, node, signal } = session
      endWith(signal, connectionId)
      const call = { cluster, as, connectionId, node, apiKey: api.key, version, correlationId, clientId, bodyOffset, frame }
      const reply = await data.ask('dispatch', call)
      return reply.kind === 'frame' ? { kind: 'frame', chunks: [bufferOf(reply.bytes)] } : reply
    },
  }
}

/** Which versions there are; how messages look is known by whoever makes them, so that this thread loads those alone. */
function apisOf(serves: readonly ServedApi[]): ApiTable {
  return new Map(
    serves.map(({ key, min, max }): readonly [number, ApiRange] => [
      key,
      {
        min,
        max,
        get api(): never {
          throw new AssertionError(`API ${key} of a cluster behind a link is known by its versions only`)
        },
      },
    ]),
  )
}

function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
