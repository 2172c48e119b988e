import { useEffect, useState } from 'react'
import { TimeChart } from '../ui/time-chart.tsx'
import { type LagPoint, lagSeries, newPoint } from './lag-series.ts'
import type { GroupPartition } from './queries.ts'

const POINTS_MAX = 720

/** The lag as this page has seen it: all of it, and of the partitions that are farthest behind. `at`: when it was read. */
export function LagChart({ partitions, at }: { readonly partitions: readonly GroupPartition[]; readonly at: number }) {
  const [points, setPoints] = useState<readonly LagPoint[]>([])
  // What is asked for again while nothing changed is the same list.
  useEffect(() => setPoints((old) => [...old, newPoint(at, partitions)].slice(-POINTS_MAX)), [at, partitions])
  return <TimeChart label="Lag" times={points.map((point) => point.at)} series={lagSeries(points)} />
}
