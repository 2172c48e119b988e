import { type Clock, type Millis, type Net, NetError, type NetSocket } from '@leat/base'

export interface BrokerAddress {
  readonly host: string
  readonly port: number
}

/** Throws `NetError`, after `timeoutMs` too. */
export function connectWithin(net: Net, clock: Clock, { host, port }: BrokerAddress, timeoutMs: Millis): Promise<NetSocket> {
  const { promise, resolve, reject } = Promise.withResolvers<NetSocket>()
  let isLate = false
  const timer = clock.after(timeoutMs, () => {
    isLate = true
    reject(new NetError('EOTHER', `${host}:${port} did not take the connection in ${timeoutMs} ms`))
  })
  net.connect({ host, port }).then(
    (socket) => {
      timer.cancel()
      if (isLate) socket.destroy()
      else resolve(socket)
    },
    (error: unknown) => {
      timer.cancel()
      reject(error)
    },
  )
  return promise
}
