import { useEffect, useState } from 'react'
import { TimeChart } from '../ui/time-chart.tsx'

const POINTS_MAX = 720

/** The lag as this page has seen it. `at`: when it was read. */
export function LagChart({ lag, at }: { readonly lag: number; readonly at: number }) {
  const [points, setPoints] = useState<readonly (readonly [number, number])[]>([])
  useEffect(() => setPoints((old) => [...old, [at, lag] as const].slice(-POINTS_MAX)), [at, lag])
  return (
    <TimeChart label="Lag" times={points.map(([time]) => time)} series={[{ label: 'Lag', values: points.map(([, value]) => value) }]} />
  )
}
