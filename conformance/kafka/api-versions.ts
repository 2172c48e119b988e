/**
 * The smallest question to a Kafka port: ApiVersions v0.
 *
 *   request   int32 size · int16 18 · int16 0 · int32 correlation · int16 -1 (no client id)
 *   response  int32 size · int32 correlation · int16 error · int32 count · count × (int16 key, int16 min, int16 max)
 */
import { connect } from 'node:net'

const REQUEST = Buffer.from('0000000a0012000000000001ffff', 'hex')

/** Resolves when the port answers without an error. @throws when it refuses, answers something else or takes too long. */
export async function answersApiVersions(port: number, timeoutMs: number, host = '127.0.0.1'): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const socket = connect({ port, host })
    let seen = Buffer.alloc(0)
    socket.setTimeout(timeoutMs, () => socket.destroy(new Error(`${host}:${port} did not answer in ${timeoutMs} ms`)))
    socket.on('connect', () => socket.write(REQUEST))
    socket.on('data', (chunk) => {
      seen = Buffer.concat([seen, chunk])
      if (seen.length < 14) return
      const isAnswer = seen.readInt32BE(4) === 1 && seen.readInt16BE(8) === 0 && seen.readInt32BE(10) > 0
      if (isAnswer) resolve()
      socket.destroy(isAnswer ? undefined : new Error(`${host}:${port} does not speak Kafka`))
    })
    socket.on('error', reject)
    socket.on('close', () => reject(new Error(`${host}:${port} closed the connection`)))
  })
}
