import { expect, test } from 'vitest'
import { ROOT } from './machine.ts'
import { renderProfile, selfTimes } from './profile.ts'

const frame = (functionName: string, url = '') => ({ functionName, url, lineNumber: 9 })

test('self time is summed per function and place, and shares leave idle time out', () => {
  const times = selfTimes({
    nodes: [
      { id: 1, callFrame: frame('append', `file://${ROOT}/packages/log/src/append.ts`) },
      { id: 2, callFrame: frame('append', `file://${ROOT}/packages/log/src/append.ts`) },
      { id: 3, callFrame: frame('(idle)') },
      { id: 4, callFrame: frame('', 'node:internal/timers') },
    ],
    samples: [1, 2, 3, 4],
    timeDeltas: [1000, 2000, 6000, 1000],
  })
  expect(times).toEqual([
    { where: '(idle)', ms: 6 },
    { where: 'append packages/log/src/append.ts:10', ms: 3 },
    { where: '(anonymous) node:internal/timers:10', ms: 1 },
  ])
  expect(renderProfile(times, 1).split('\n').slice(1)).toEqual([' 75.0 %        3 ms  append packages/log/src/append.ts:10'])
})
