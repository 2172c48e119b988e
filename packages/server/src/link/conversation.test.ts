import type { Link } from '@leat/base'
import { expect, test } from 'vitest'
import { type Conversation, converse, LinkClosed, LinkFault, LinkFull, type Said } from './conversation.ts'
import { linkPair } from './local-pair.ts'

interface Kitchen {
  cook(order: { readonly dish: string }): string
  burn(order: null): null
  wait(order: null): null
}

interface Table {
  serve(dishes: number): number
}

const ever = (): Promise<null> => new Promise(() => {})

function together(withdrawn: string[] = []) {
  const [left, right] = linkPair<Said, Said>()
  const table: Conversation<Kitchen> = converse<Table, Kitchen>(left, { serve: (dishes) => dishes + 1 }, { asksWaitingMax: 2 })
  const kitchen: Conversation<Table> = converse<Kitchen, Table>(right, {
    cook: ({ dish }) => `hot ${dish}`,
    burn: () => {
      throw new Error('fire')
    },
    wait: (_order, signal) => {
      signal.addEventListener('abort', () => withdrawn.push('wait'))
      return ever()
    },
  })
  return { table, kitchen }
}

test('both sides ask and answer', async () => {
  const { table, kitchen } = together()
  expect(await Promise.all([table.ask('cook', { dish: 'soup' }), kitchen.ask('serve', 2), table.ask('cook', { dish: 'pie' })])).toEqual([
    'hot soup',
    3,
    'hot pie',
  ])
})

test('what fails over there is a fault here, and the next question is answered', async () => {
  const { table } = together()
  await expect(table.ask('burn', null)).rejects.toThrow(LinkFault)
  await expect(table.ask('burn', null)).rejects.toThrow('fire')
  expect(await table.ask('cook', { dish: 'soup' })).toBe('hot soup')
})

test('a question taken back is told to the other side and makes room', async () => {
  const withdrawn: string[] = []
  const { table } = together(withdrawn)
  const first = new AbortController()
  const waits = [table.ask('wait', null, first.signal), table.ask('wait', null)]
  await expect(table.ask('cook', { dish: 'soup' })).rejects.toThrow(LinkFull)
  first.abort(new Error('too late'))
  await expect(waits[0]).rejects.toThrow('too late')
  expect(await table.ask('cook', { dish: 'soup' })).toBe('hot soup')
  expect(withdrawn).toEqual(['wait'])
})

test('when the other side is gone, what waits and what comes is refused, and what it asked is ended', async () => {
  let close = (_reason: string): void => {}
  let receive = (_said: Said): void => {}
  const link: Link<Said, Said> = {
    send: () => {},
    onMessage: (handler) => void (receive = handler),
    onClose: (handler) => void (close = handler),
  }
  const ended = Promise.withResolvers<string>()
  const asked = converse<{ wait(order: null): null }, Kitchen>(link, {
    wait: (_order, signal) => {
      signal.addEventListener('abort', () => ended.resolve(String(signal.reason)))
      return ever()
    },
  })
  receive({ kind: 'ask', id: 1, name: 'wait', body: null })
  const waits = asked.ask('wait', null)
  close('killed')
  await expect(waits).rejects.toThrow(LinkClosed)
  await expect(asked.ask('cook', { dish: 'soup' })).rejects.toThrow('killed')
  expect(await asked.closed).toBe('killed')
  expect(await ended.promise).toContain('killed')
})
