import { expect, test } from 'vitest'
import { type Overdue, overdue, type Timed } from './deadlines.ts'
import { defaultEdgeLimits as limits } from './limits.ts'

const NOW_MS = 10_000_000

const quiet = {
  answers: { stalledMs: () => 0, quietMs: () => Infinity, isEmpty: true },
  intake: { stalledMs: () => 0, isSlowerThan: () => false, isEmpty: true },
} satisfies Partial<Timed>

const open: Timed = { phase: 'open', closingSinceMs: null, beganAtMs: 0, lastActiveAtMs: NOW_MS, ...quiet }
const greeting: Timed = { ...open, phase: 'greeting', beganAtMs: NOW_MS - limits.loginMs }
const idle: Timed = { ...open, lastActiveAtMs: NOW_MS - limits.idleMs }
const closing: Timed = { ...open, phase: 'draining', closingSinceMs: NOW_MS - limits.lingerMs }
const stalled = (ms: number) => ({ stalledMs: () => ms })
const slow: Timed = { ...open, intake: { ...quiet.intake, isEmpty: false, isSlowerThan: () => true } }

test.for<[string, Timed, boolean, Overdue['kind'] | null, string?]>([
  ['one that was active just now', open, false, null],
  ['one that is silent for long', idle, false, 'close', 'idle'],
  ['the same with a request on its way', { ...idle, intake: { ...quiet.intake, isEmpty: false } }, false, null],
  ['the same with an answer that is owed', { ...idle, answers: { ...quiet.answers, isEmpty: false } }, false, null],
  ['one that does not log in', greeting, false, 'cut', 'login-timeout'],
  ['one that still has time to', { ...greeting, beganAtMs: NOW_MS - limits.loginMs + 1 }, false, null],
  ['a peer that takes nothing', { ...open, answers: { ...quiet.answers, ...stalled(limits.slowWriteMs) } }, false, 'cut', 'slow-reader'],
  [
    'the same while it is closing',
    { ...closing, answers: { ...quiet.answers, ...stalled(limits.slowWriteMs) } },
    false,
    'cut',
    'slow-reader',
  ],
  ['half a request and nothing more', { ...open, intake: { ...quiet.intake, ...stalled(limits.slowReadMs) } }, false, 'cut', 'slow-sender'],
  ['a slow request while there is room', slow, false, null],
  ['a slow request while others wait for room', slow, true, 'cut', 'slow-sender'],
  ['a closed one whose peer stays', closing, false, 'destroy'],
  ['a closed one that still has answers taken', { ...closing, answers: { ...quiet.answers, quietMs: () => 0 } }, false, null],
])('%s', ([, timed, isContended, kind, cause]) => {
  const due = overdue(timed, { limits, budget: { isContended } as Parameters<typeof overdue>[1]['budget'] }, NOW_MS)
  expect(due?.kind ?? null).toBe(kind)
  expect(due !== null && 'cause' in due ? due.cause : undefined).toBe(cause)
})
