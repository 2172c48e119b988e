import { expect, test } from 'vitest'
import { checkAuthenticated, type ListenerOptions, planListeners } from './listeners.ts'

const OPTIONS: ListenerOptions = { brokers: 1, ports: 9092, bind: null, advertise: null, plaintext: true, loopback6: true }

function plan(options: Partial<ListenerOptions>): readonly string[] {
  const planned = planListeners({ ...OPTIONS, ...options })
  if (!planned.ok) return [planned.error.kind]
  return planned.value.map(({ node, name, hosts, port, advertisedHost }) => `${node} ${name} ${hosts.join(' ')} ${port} ${advertisedHost}`)
}

test('two listeners on both loopback addresses', () => {
  expect(plan({})).toEqual(['1 PLAINTEXT 127.0.0.1 ::1 9092 localhost', '1 SASL_SSL 127.0.0.1 ::1 9093 localhost'])
})

test('three brokers take six ports in a row', () => {
  expect(plan({ brokers: 3, loopback6: false })).toEqual([
    '1 PLAINTEXT 127.0.0.1 9092 localhost',
    '1 SASL_SSL 127.0.0.1 9093 localhost',
    '2 PLAINTEXT 127.0.0.1 9094 localhost',
    '2 SASL_SSL 127.0.0.1 9095 localhost',
    '3 PLAINTEXT 127.0.0.1 9096 localhost',
    '3 SASL_SSL 127.0.0.1 9097 localhost',
  ])
})

test('a bound address is for SASL_SSL only, and advertised', () => {
  expect(plan({ bind: '10.1.2.3' })).toEqual([
    '1 PLAINTEXT 127.0.0.1 ::1 9092 localhost',
    '1 SASL_SSL 127.0.0.1 ::1 10.1.2.3 9093 10.1.2.3',
  ])
})

test('all addresses need a name to advertise', () => {
  expect(plan({ bind: '0.0.0.0' })).toEqual(['advertise-missing'])
  expect(plan({ bind: '::' })).toEqual(['advertise-missing'])
  expect(plan({ bind: '0.0.0.0', advertise: 'leat.lan', plaintext: false })).toEqual(['1 SASL_SSL 0.0.0.0 ::1 9093 leat.lan'])
})

test('free ports are left to the system', () => {
  expect(plan({ ports: 'auto', plaintext: false })).toEqual(['1 SASL_SSL 127.0.0.1 ::1 0 localhost'])
})

test.for([
  { ports: 0 },
  { ports: 65_535 },
  { bind: 'my-host' },
  { advertise: 'host:9093' },
  { advertise: 'a b' },
] satisfies Partial<ListenerOptions>[])('refused: %o', (options) => {
  expect(plan(options)).toEqual(['bad-address'])
})

test('a listener without login never leaves loopback, however it was planned', () => {
  const open = { node: 1, name: 'PLAINTEXT', hosts: ['127.0.0.1', '192.168.0.7'], port: 9092, advertisedHost: 'localhost' } as const
  expect(checkAuthenticated([open])).toEqual({
    ok: false,
    error: { kind: 'unauthenticated-off-loopback', listener: 'PLAINTEXT', host: '192.168.0.7' },
  })
})
