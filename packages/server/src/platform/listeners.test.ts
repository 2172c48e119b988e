import { expect, test } from 'vitest'
import { type ListenerOptions, listenersOf, planListeners } from './listeners.ts'

const OPTIONS: ListenerOptions = {
  brokers: 1,
  ports: 9092,
  bind: null,
  advertise: null,
  plaintext: true,
  saslSsl: true,
  tls: false,
  loopback6: true,
}

/** The first cluster's listeners, then the control plane's. */
function plan(options: Partial<ListenerOptions>): readonly string[] {
  const planned = planListeners({ ...OPTIONS, ...options })
  if (!planned.ok) return [planned.error.kind]
  const { ports, controlHosts, controlAdvertised } = planned.value
  const brokers = ports.saslSsl.map((port, index) => ({ node: index + 1, port }))
  const listeners = listenersOf(planned.value, { brokers, first: true })
  return [
    ...listeners.map(({ node, name, hosts, port, advertisedHost }) => `${node} ${name} ${hosts.join(' ')} ${port} ${advertisedHost}`),
    `control ${controlHosts.join(' ')} ${ports.control} ${controlAdvertised}`,
  ]
}

test('two listeners and the control plane on both loopback addresses', () => {
  expect(plan({})).toEqual([
    '1 PLAINTEXT 127.0.0.1 ::1 9092 localhost',
    '1 SASL_SSL 127.0.0.1 ::1 9093 localhost',
    'control 127.0.0.1 ::1 9021 localhost',
  ])
})

test('three brokers take six ports in a row, and all moves with the base', () => {
  expect(plan({ brokers: 3, loopback6: false, ports: 19_092 })).toEqual([
    '1 PLAINTEXT 127.0.0.1 19092 localhost',
    '1 SASL_SSL 127.0.0.1 19093 localhost',
    '2 PLAINTEXT 127.0.0.1 19094 localhost',
    '2 SASL_SSL 127.0.0.1 19095 localhost',
    '3 PLAINTEXT 127.0.0.1 19096 localhost',
    '3 SASL_SSL 127.0.0.1 19097 localhost',
    'control 127.0.0.1 19021 localhost',
  ])
  const planned = planListeners({ ...OPTIONS, ports: 19_092 })
  expect(planned.ok && planned.value.ports).toMatchObject({ system: 19_020, clustersFrom: 19_100 })
})

test('a bound address is for SASL_SSL, and advertised; for the control plane only with TLS', () => {
  expect(plan({ bind: '10.1.2.3' })).toEqual([
    '1 PLAINTEXT 127.0.0.1 ::1 9092 localhost',
    '1 SASL_SSL 127.0.0.1 ::1 10.1.2.3 9093 10.1.2.3',
    'control 127.0.0.1 ::1 9021 localhost',
  ])
  expect(plan({ bind: '10.1.2.3', tls: true }).at(-1)).toBe('control 127.0.0.1 ::1 10.1.2.3 9021 10.1.2.3')
})

test('all addresses need a name to advertise', () => {
  expect(plan({ bind: '0.0.0.0' })).toEqual(['advertise-missing'])
  expect(plan({ bind: '::' })).toEqual(['advertise-missing'])
  expect(plan({ bind: '0.0.0.0', advertise: 'leat.lan', plaintext: false })[0]).toBe('1 SASL_SSL 0.0.0.0 ::1 9093 leat.lan')
})

test('free ports are left to the system', () => {
  expect(plan({ ports: 'auto', plaintext: false })).toEqual(['1 SASL_SSL 127.0.0.1 ::1 0 localhost', 'control 127.0.0.1 ::1 0 localhost'])
})

test('clusters made later have SASL_SSL alone, on the ports of their own', () => {
  const planned = planListeners(OPTIONS)
  if (!planned.ok) throw new Error(planned.error.kind)
  const listeners = listenersOf(planned.value, { brokers: [{ node: 1, port: 9100 }], first: false })
  expect(listeners.map(({ name, port }) => `${name} ${port}`)).toEqual(['SASL_SSL 9100'])
})

test.for([
  { ports: 0 },
  { ports: 72 },
  { ports: 65_535 },
  { bind: 'my-host' },
  { advertise: 'host:9093' },
  { advertise: 'a b' },
] satisfies Partial<ListenerOptions>[])('refused: %o', (options) => {
  expect(plan(options)).toEqual(['bad-address'])
})
