import type { NodeId } from '@leat/base'
import { Heartbeat } from '@leat/wire/messages'
import { expect, test } from 'vitest'
import { ListenerRefused, type NodeListeners } from './listener.ts'
import { connectClient } from './testing/client.ts'
import { openFixture, plaintext } from './testing/fixture.ts'

const heartbeat = { groupId: 'g', generationId: 1, memberId: 'm' }
const at = (node: NodeId): NodeListeners => ({ node, listeners: [plaintext] })

async function openWith(...nodes: NodeId[]) {
  const fixture = await openFixture({ nodes: nodes.map(at) })
  const connectTo = (node: NodeId) => {
    const bound = fixture.edge.bound.find((one) => one.node === node)!
    return connectClient(fixture.net, bound.hosts[0]!, bound.port)
  }
  return { ...fixture, connectTo, [Symbol.asyncDispose]: () => fixture.edge.close() }
}

test('new brokers listen, those that stay are left alone', async () => {
  await using fixture = await openWith(1)
  fixture.backend.respond = () => ({ kind: 'message', message: {} })
  const client = await fixture.connectTo(1)
  const before = fixture.edge.bound[0]
  await fixture.edge.setNodes([at(1), at(2), at(3)])
  expect(fixture.edge.bound.map(({ node }) => node)).toEqual([1, 2, 3])
  expect(fixture.edge.bound[0]).toBe(before)
  expect(await client.call(Heartbeat, 4, heartbeat)).toMatchObject({ errorCode: 0 })
  expect(await (await fixture.connectTo(3)).call(Heartbeat, 4, heartbeat)).toMatchObject({ errorCode: 0 })
})

test('of brokers that go, what is in flight is answered, and nothing more is accepted', async () => {
  await using fixture = await openWith(1, 2)
  const [gone, idle, stays] = [await fixture.connectTo(2), await fixture.connectTo(2), await fixture.connectTo(1)]
  const { hosts, port } = fixture.edge.bound[1]!
  gone.send(Heartbeat, 4, heartbeat)
  await fixture.clock.settle()
  const set = fixture.edge.setNodes([at(1)])
  await idle.closed
  await expect(connectClient(fixture.net, hosts[0]!, port)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  fixture.backend.calls[0]!.answer({ kind: 'message', message: {} })
  expect((await gone.receive(Heartbeat, 4)).message).toMatchObject({ errorCode: 0 })
  await set
  fixture.backend.respond = () => ({ kind: 'message', message: {} })
  expect(await stays.call(Heartbeat, 4, heartbeat)).toMatchObject({ errorCode: 0 })
  expect(fixture.edge.bound.map(({ node }) => node)).toEqual([1])
})

test('what is not answered in time is cut', async () => {
  await using fixture = await openWith(1, 2)
  const client = await fixture.connectTo(2)
  client.send(Heartbeat, 4, heartbeat)
  await fixture.clock.settle()
  const set = fixture.edge.setNodes([at(1)], 2_000)
  await fixture.clock.advance(2_000)
  await client.closed
  await set
  expect(fixture.edge.connections).toBe(0)
})

test('with one listener that must not be, nothing changes', async () => {
  await using fixture = await openWith(1, 2)
  const open = { node: 4, listeners: [{ ...plaintext, hosts: ['0.0.0.0'] }] }
  await expect(fixture.edge.setNodes([at(1), at(3), open])).rejects.toThrow(ListenerRefused)
  expect(fixture.edge.bound.map(({ node }) => node)).toEqual([1, 2])
})

test('a port that is taken closes again what was opened', async () => {
  await using fixture = await openWith(1, 2)
  const taken = { node: 4, listeners: [{ ...plaintext, port: fixture.edge.bound[0]!.port }] }
  await expect(fixture.edge.setNodes([at(1), { node: 3, listeners: [{ ...plaintext, port: 4_711 }] }, taken])).rejects.toMatchObject({
    code: 'EADDRINUSE',
  })
  expect(fixture.edge.bound.map(({ node }) => node)).toEqual([1, 2])
  await expect(connectClient(fixture.net, '127.0.0.1', 4_711)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
})

test('operators come from this machine only', async () => {
  const nodes = [
    {
      node: 1,
      listeners: [{ ...plaintext, name: 'SASL', protocol: 'SASL_SSL', hosts: ['0.0.0.0'], trusted: true, tls: { cert: '', key: '' } }],
    },
  ] as const
  await expect(openFixture({ nodes })).rejects.toThrow(/operator/)
})
