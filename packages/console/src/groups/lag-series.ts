import type { Series } from '../ui/time-chart.tsx'
import type { GroupPartition } from './queries.ts'

/** The lags of a group at one moment. */
export interface LagPoint {
  readonly at: number
  readonly all: number
  /** `topic 3`: its lag, where there is one. */
  readonly partitions: ReadonlyMap<string, number>
}

/** More lines than these cannot be told apart. */
const PARTITIONS_MAX = 2

export function newPoint(at: number, partitions: readonly Pick<GroupPartition, 'topic_name' | 'partition_id' | 'lag'>[]): LagPoint {
  const known = partitions.flatMap(({ topic_name, partition_id, lag }) =>
    lag === null ? [] : [[`${topic_name} ${partition_id}`, lag] as const],
  )
  return { at, all: known.reduce((sum, [, lag]) => sum + lag, 0), partitions: new Map(known) }
}

/** A line for all, and one for each of the partitions that were farthest behind at any time, so that lines stay when they catch up. */
export function lagSeries(points: readonly LagPoint[]): readonly Series[] {
  const most = new Map<string, number>()
  for (const { partitions } of points) for (const [name, lag] of partitions) most.set(name, Math.max(lag, most.get(name) ?? 0))
  const farthest = [...most]
    .filter(([, lag]) => lag > 0)
    .toSorted(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .slice(0, PARTITIONS_MAX)
  return [
    { label: 'Lag', values: points.map(({ all }) => all) },
    ...farthest.map(([name]) => ({ label: name, values: points.map(({ partitions }) => partitions.get(name) ?? 0) })),
  ]
}
