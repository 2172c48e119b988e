import { type Net, NetError } from '@leat/base'
import { holderOf } from '../home/port-holder.ts'
import { hostPort } from '../platform/listeners.ts'
import { planPorts, PORT_BASE } from '../platform/ports.ts'
import { type Check, failed, passed } from './check.ts'

/** When nothing runs: would the default ports be free? */
export async function* examinePorts(net: Net): AsyncGenerator<Check> {
  const plan = planPorts(PORT_BASE, 1)
  const ports = plan.ok ? [...plan.value.plaintext, ...plan.value.saslSsl, plan.value.control, plan.value.system, plan.value.registry] : []
  for (const port of ports) {
    const what = `port ${hostPort('127.0.0.1', port)} is free`
    try {
      await using _listener = await net.listen({ host: '127.0.0.1', port }, { onSocket: (socket) => socket.destroy(), onRefused: () => {} })
      yield passed(what)
    } catch (error) {
      if (!(error instanceof NetError)) throw error
      yield failed(what, holderOf(port) ?? error.code, 'stop what listens there, or ./leat up --ports auto')
    }
  }
}
