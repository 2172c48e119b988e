import { useEffect, useRef, useSyncExternalStore } from 'react'
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { shownTheme, watchTheme } from './theme.ts'
import styles from './time-chart.module.css'

export interface Series {
  readonly label: string
  readonly values: readonly number[]
}

export interface TimeChartProps {
  /** What screen readers are told. */
  readonly label: string
  /** Milliseconds. */
  readonly times: readonly number[]
  readonly series: readonly Series[]
  readonly show?: (value: number) => string
}

const HEIGHT_PX = 150
/** A chart that has just begun shows this much time, so that a single point has a place. */
const SPAN_S_MIN = 60
/** No half connections, requests or bytes. */
const STEPS = [1, 2, 5].flatMap((step) => Array.from({ length: 15 }, (_, power) => step * 10 ** power)).toSorted((a, b) => a - b)
const COLOURS = ['--accent', '--warn', '--good'] as const

/** Lines over time, in the colours of the theme. */
export function TimeChart({ label, times, series, show = (value) => new Intl.NumberFormat().format(value) }: TimeChartProps) {
  const place = useRef<HTMLDivElement>(null)
  const chart = useRef<uPlot | null>(null)
  const labels = series.map((one) => one.label).join('\n')
  const theme = useSyncExternalStore(watchTheme, shownTheme)
  useEffect(() => {
    const element = place.current!
    const colour = (name: string) => getComputedStyle(element).getPropertyValue(name)
    const axis = {
      stroke: colour('--text-soft'),
      grid: { stroke: colour('--line'), width: 1 },
      ticks: { show: false },
      font: '11px system-ui',
    }
    const options: uPlot.Options = {
      width: element.clientWidth,
      height: HEIGHT_PX,
      legend: { show: false },
      cursor: { y: false },
      scales: {
        x: { range: rangeOf },
        y: { range: (_, min, max) => [Math.min(0, min), max === null || max === 0 ? 1 : max * 1.1] },
      },
      axes: [
        { ...axis, size: 28, space: 72, values: (_, values) => values.map(clock) },
        { ...axis, size: 78, incrs: STEPS, values: (_, values) => values.map(show) },
      ],
      series: [
        {},
        ...labels
          .split('\n')
          .map((name, index) => ({ label: name, stroke: colour(COLOURS[index % COLOURS.length]!), width: 2, points: { show: isAlone } })),
      ],
    }
    const made = new uPlot(options, [[]], element)
    chart.current = made
    const resize = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height: HEIGHT_PX }))
    resize.observe(element)
    return () => {
      resize.disconnect()
      made.destroy()
      chart.current = null
    }
  }, [labels, show, theme])
  useEffect(() => {
    chart.current?.setData([times.map((time) => time / 1_000), ...series.map(({ values }) => [...values])])
  }, [times, series, theme])
  return (
    <figure
      className={styles['figure']}
      aria-label={`${label}: ${series.map(({ label: name, values }) => `${name} ${show(values.at(-1) ?? 0)}`).join(', ')}`}
    >
      <div ref={place} className={styles['chart']} aria-hidden="true" />
      <figcaption className={styles['legend']}>
        {series.map(({ label: name, values }, index) => (
          <span key={name}>
            <i style={{ background: `var(${COLOURS[index % COLOURS.length]!})` }} /> {name}: {show(values.at(-1) ?? 0)}
          </span>
        ))}
      </figcaption>
    </figure>
  )
}

/** uPlot gives a single point a whole day to its right. */
function rangeOf(chart: uPlot, min: number | null, max: number | null): [number, number] {
  const last = isAlone(chart) ? chart.data[0][0]! : (max ?? SPAN_S_MIN)
  return [Math.min(min ?? 0, last - SPAN_S_MIN), last]
}

/** A line needs two points; one alone is shown as one. */
function isAlone(chart: uPlot): boolean {
  return chart.data[0].length === 1
}

const time = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false })

function clock(seconds: number): string {
  return time.format(new Date(seconds * 1_000))
}
