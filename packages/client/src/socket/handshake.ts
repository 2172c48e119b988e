import type { Millis } from '@leat/base'
import { type Api, type Encodable, ErrorCode, type RequestOf, type ResponseOf, decodeResponseFrame, errorMessage } from '@leat/wire'
import { ApiVersions } from '@leat/wire/messages/18-api-versions'
import { SaslHandshake } from '@leat/wire/messages/17-sasl-handshake'
import { SaslAuthenticate } from '@leat/wire/messages/36-sasl-authenticate'
import { type ServedVersions, newestVersion } from '../version.ts'
import { ConnectFault } from './connect-fault.ts'
import type { Exchange } from './exchange.ts'

/** SASL PLAIN (RFC 4616): for Leat an API key and its secret. */
export interface SaslPlain {
  readonly mechanism: 'PLAIN'
  readonly username: string
  readonly password: string
}

export interface Handshake {
  readonly broker: string
  readonly sasl: SaslPlain | null
  readonly answerMsMax: Millis
}

/** Names that brokers accept (KIP-511). */
const SOFTWARE = { clientSoftwareName: 'leat', clientSoftwareVersion: '0.1.0' }
/** Later versions add nothing for a client that does not check whom it reached. */
const API_VERSIONS = 3
const ERROR_CODE_AT = 4

/** What a broker serves, in any version of ApiVersions that it knows: one that is too new is answered in version 0, with error 35. */
export async function askVersions(exchange: Exchange, { broker, answerMsMax }: Handshake): Promise<ServedVersions> {
  let version = API_VERSIONS
  let frame = await exchange.send(ApiVersions, version, SOFTWARE, answerMsMax)
  if (frame.length >= ERROR_CODE_AT + 2 && frame.readInt16BE(ERROR_CODE_AT) === ErrorCode.UNSUPPORTED_VERSION) {
    version = 0
    frame = await exchange.send(ApiVersions, version, {}, answerMsMax)
  }
  const { errorCode, apiKeys } = decodeResponseFrame(ApiVersions, version, frame).message
  if (errorCode !== ErrorCode.NONE) throw new ConnectFault('not-kafka', broker, `${broker}: ApiVersions: ${errorMessage(errorCode)}`)
  return new Map(apiKeys.map(({ apiKey, minVersion, maxVersion }) => [apiKey, { min: minVersion, max: maxVersion }]))
}

/** How long the login holds (KIP-368); null: as long as the connection. @throws ConnectFault */
export async function login(
  exchange: Exchange,
  handshake: Handshake & { readonly sasl: SaslPlain },
  served: ServedVersions,
): Promise<Millis | null> {
  const { broker, answerMsMax, sasl } = handshake
  const ask = async <A extends Api>(api: A, version: number, message: Encodable<RequestOf<A>>): Promise<ResponseOf<A>> =>
    decodeResponseFrame(api, version, await exchange.send(api, version, message, answerMsMax)).message

  const { errorCode, mechanisms } = await ask(SaslHandshake, 1, { mechanism: sasl.mechanism })
  if (errorCode === ErrorCode.UNSUPPORTED_SASL_MECHANISM)
    throw new ConnectFault('mechanism-not-offered', broker, `${broker} offers ${mechanisms.join(', ')}, not ${sasl.mechanism}`)
  if (errorCode !== ErrorCode.NONE) throw new ConnectFault('mechanism-not-offered', broker, `${broker}: ${errorMessage(errorCode)}`)

  const authBytes = Buffer.from(`\0${sasl.username}\0${sasl.password}`)
  const answer = await ask(SaslAuthenticate, newestVersion(served, SaslAuthenticate), { authBytes })
  if (answer.errorCode !== ErrorCode.NONE)
    throw new ConnectFault('authentication-failed', broker, answer.errorMessage ?? errorMessage(answer.errorCode))
  return answer.sessionLifetimeMs > 0 ? answer.sessionLifetimeMs : null
}
