import { expect, test } from 'vitest'
import { nearest } from './nearest.ts'

const NAMES = ['list', 'describe', 'delete', 'use', 'up', 'update']

test.for([
  ['lsit', 'list'],
  ['descirbe', 'describe'],
  ['upd', 'update'],
  ['us', 'use'],
  ['List', 'list'],
  ['list-all', 'list'],
  ['frobnicate', null],
  ['xy', null],
] as const)('%s is meant to be %s', ([typed, meant]) => {
  expect(nearest(typed, NAMES)).toBe(meant)
})
