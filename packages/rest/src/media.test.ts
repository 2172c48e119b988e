import { expect, test } from 'vitest'
import { answerType, JSON_MEDIA, type Media } from './media.ts'

const MEDIA: Media = {
  bodies: ['application/x.v1+json'],
  answers: [
    { type: 'application/x.v1+json', quality: 1 },
    { type: 'application/x+json', quality: 0.9 },
    { type: 'application/json', quality: 0.5 },
  ],
}

test.for<readonly [accept: string | undefined, type: string | null]>([
  [undefined, 'application/x.v1+json'],
  ['', 'application/x.v1+json'],
  ['*/*', 'application/x.v1+json'],
  ['application/*', 'application/x.v1+json'],
  ['application/json', 'application/json'],
  ['Application/JSON; charset=utf-8', 'application/json'],
  ['application/x.v1+json, application/x+json, application/json', 'application/x.v1+json'],
  ['application/x.v1+json;q=0.1, application/json', 'application/json'],
  ['application/x.v1+json;q=0, */*', 'application/x+json'],
  ['text/html, application/json;q=0.1', 'application/json'],
  ['application/json;q=nonsense', null],
  ['text/html', null],
  ['text/*', null],
])('a client that accepts %s gets %s', ([accept, type]) => {
  expect(answerType(MEDIA, { headers: accept === undefined ? {} : { accept } })).toBe(type)
})

test('an API of plain JSON takes what is JSON', () => {
  expect(answerType(JSON_MEDIA, { headers: { accept: 'text/html' } })).toBe(null)
  expect(answerType(JSON_MEDIA, { headers: { accept: 'application/json' } })).toBe('application/json')
})
