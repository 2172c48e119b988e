import type { IncomingMessage } from 'node:http'
import type { RunFile } from '../home/run-file.ts'
import type { Secrets } from '../home/secrets.ts'
import { type Check, failed, passed } from './check.ts'

const ANSWER_MS = 5000

/** The control plane as a client sees it. `ca`: what clients are told to trust (PEM); undefined: what the system trusts. */
export async function* examineCloud({ cloud }: RunFile, { cloud: key }: Secrets, ca: string | undefined): AsyncGenerator<Check> {
  if (cloud.controlPlane === null) return yield passed('control plane', 'stopped; ./leat control start')
  const what = `control plane ${cloud.controlPlane}`
  let status: number
  try {
    status = await get(`${cloud.controlPlane}/org/v2/environments`, `${key.apiKey}:${key.apiSecret}`, ca)
  } catch (error) {
    return yield failed(
      `${what} reachable`,
      error instanceof Error ? error.message : String(error),
      'a firewall, or a proxy on this machine',
    )
  }
  yield passed(`${what} reachable`)
  if (!cloud.hasCloudKey) return
  yield status === 200
    ? passed(`${what} login`, `cloud key ${key.apiKey}`)
    : failed(
        `${what} login`,
        `HTTP ${status}`,
        'the key was deleted since the start: make another one, ./leat confluent api-key create --resource cloud',
      )
}

/** The Schema Registry, with the key that was made with it. */
export async function* examineRegistry({ cloud }: RunFile, { registry: key }: Secrets, ca: string | undefined): AsyncGenerator<Check> {
  const what = `schema registry ${cloud.schemaRegistry}`
  try {
    const status = await get(`${cloud.schemaRegistry}/subjects`, `${key.apiKey}:${key.apiSecret}`, ca)
    yield passed(`${what} reachable`)
    if (!cloud.hasRegistryKey) return
    yield status === 200
      ? passed(`${what} login`, `registry key ${key.apiKey}`)
      : failed(`${what} login`, `HTTP ${status}`, 'the key was deleted since the start: make another one for the registry (lsrc-…)')
  } catch (error) {
    yield failed(`${what} reachable`, error instanceof Error ? error.message : String(error), 'a firewall, or a proxy on this machine')
  }
}

/** The status. Throws when there is no answer. */
async function get(url: string, userAndPassword: string, ca: string | undefined): Promise<number> {
  const options = { auth: userAndPassword, timeout: ANSWER_MS, agent: false, ...(ca === undefined ? {} : { ca }) }
  const { request } = url.startsWith('https:') ? await import('node:https') : await import('node:http')
  const asked = request(url, options)
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  asked.once('response', resolve)
  asked.once('error', reject)
  asked.once('timeout', () => asked.destroy(new Error(`no answer within ${ANSWER_MS / 1000} s`)))
  asked.end()
  const answer = await promise
  answer.resume()
  return answer.statusCode ?? 0
}
