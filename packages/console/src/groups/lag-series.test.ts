import { expect, test } from 'vitest'
import { lagSeries, newPoint } from './lag-series.ts'

const partition = (topic_name: string, partition_id: number, lag: number | null) => ({ topic_name, partition_id, lag })

test('all of it, and the two partitions that were farthest behind, also when they have caught up', () => {
  const points = [
    newPoint(1, [partition('a', 0, 9), partition('a', 1, 1), partition('b', 0, 4), partition('b', 1, null)]),
    newPoint(2, [partition('a', 0, 0), partition('a', 1, 2), partition('b', 0, 5)]),
  ]
  expect(lagSeries(points)).toEqual([
    { label: 'Lag', values: [14, 7] },
    { label: 'a 0', values: [9, 0] },
    { label: 'b 0', values: [4, 5] },
  ])
})

test('a group that is not behind has one line, and so has one that nothing is known of', () => {
  expect(lagSeries([newPoint(1, [partition('a', 0, 0)])])).toEqual([{ label: 'Lag', values: [0] }])
  expect(lagSeries([])).toEqual([{ label: 'Lag', values: [] }])
})
