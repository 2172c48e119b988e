import { expect, test } from 'vitest'
import type { Answer } from './conversation.ts'
import { answerOf } from './conversation.ts'
import { OPERATIONS } from './operations.ts'
import { CLIENT_NAMES, isShown, isSilent } from './shown.ts'

test('a line of a program is one of three answers', () => {
  expect(answerOf('{"ok":true,"value":"offset 3"}')).toEqual<Answer>({ kind: 'done', value: 'offset 3' })
  expect(answerOf('{"ok":false,"error":"X","detail":"because"}')).toEqual<Answer>({ kind: 'refused', error: 'X', detail: 'because' })
  expect(answerOf('{"skip":"has none"}')).toEqual<Answer>({ kind: 'not-offered', why: 'has none' })
})

test('no client may show one kind of refusal where another is due', () => {
  expect(isShown('java-4', 'topic', 'TopicAuthorizationException')).toBe(true)
  for (const client of CLIENT_NAMES) {
    expect(isShown(client, 'topic', 'GROUP_AUTHORIZATION_FAILED')).toBe(false)
    expect(isShown(client, 'login', 'TimeoutError')).toBe(false)
  }
})

test('what a client answers silently when refused is not what it must answer when allowed', () => {
  const operations = Object.values(OPERATIONS).flat()
  for (const client of CLIENT_NAMES) {
    for (const { name, answers } of operations) if (answers !== undefined) expect(isSilent(client, name, answers)).toBe(false)
  }
  expect(new Set(operations.map(({ name }) => name)).size).toBe(operations.length)
})
