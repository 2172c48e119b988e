import { readFileSync } from 'node:fs'
import { nodeNet } from '@leat/base/node'
import { Fetch } from '@leat/wire/messages/01-fetch'
import { SaslHandshake } from '@leat/wire/messages/17-sasl-handshake'
import { SaslAuthenticate } from '@leat/wire/messages/36-sasl-authenticate'
import { connectBroker } from '../src/doctor/connection.ts'
import type { Login } from './cloud.ts'
import type { UpLine } from './leat-process.ts'

const FETCH_VERSION = 11

/** A connection that has logged in and waits for records beyond the end; the answer tells how the wait ended. */
export async function parkedFetch(line: UpLine, { bootstrap, username, password }: Login, topic: string): Promise<() => Promise<unknown>> {
  const [host, port] = bootstrap.split(':')
  const connection = await connectBroker(nodeNet(), { host: host!, port: Number(port) }, readFileSync(line.ca_file, 'utf8'))
  await connection.request(SaslHandshake, 1, { mechanism: 'PLAIN' })
  await connection.request(SaslAuthenticate, 2, { authBytes: Buffer.from(`\0${username}\0${password}`) })
  const partitions = [{ partition: 0, fetchOffset: 1, currentLeaderEpoch: -1, partitionMaxBytes: 1024 }]
  const parked = connection.request(Fetch, FETCH_VERSION, {
    replicaId: -1,
    maxWaitMs: 60_000,
    minBytes: 1,
    maxBytes: 1024,
    sessionEpoch: -1,
    topics: [{ topic, partitions }],
  })
  parked.catch(() => {})
  return () => parked
}
