/**
 * bench/RESULTS.md: a heading, then one section per scenario. A run that measures some scenarios replaces their sections and leaves the others,
 * so each section carries its own date, machine, versions and commit.
 */
import type { Outcome } from './runner.ts'
import { SPREAD_MAX, valuesOf } from './runner.ts'
import type { Figure, Goal } from './scenario.ts'
import { type Comparison, compare } from './stats.ts'

export interface Circumstances {
  /** YYYY-MM-DD */
  readonly date: string
  readonly machine: string
  readonly versions: string
  readonly commit: string
}

const HEAD = `# Leat beside Apache Kafka

Written by \`./leat bench kafka\`; do not edit. Both brokers run alone and in turns (A B, B A, …) on the same disk with the same clients, each trial on
a fresh process and fresh data; the first pair is dropped. Values are medians, ratios are medians of Leat / Kafka over the pairs, and the
number in brackets is the spread, (max - min) / median. Clients and broker share the machine.
Apache Kafka is one KRaft node with the flags of its own start script, 4 partitions for each internal topic and no initial rebalance delay.
`

interface Row {
  readonly figure: Figure
  readonly comparison: Comparison
}

export function renderSection({ scenario, kafka, leat, busyTrials }: Outcome, { date, machine, versions, commit }: Circumstances): string {
  const rows = scenario.figures.map((figure) => ({ figure, comparison: compare(valuesOf(kafka, figure.key), valuesOf(leat, figure.key)) }))
  return [
    `## ${scenario.title}`,
    '',
    scenario.what,
    '',
    '| | unit | Apache Kafka | Leat | ratio | goal | |',
    '|---|---|---|---|---|---|---|',
    ...rows.map(renderRow),
    '',
    ...findings(rows),
    `${date}, commit ${commit}, pairs: ${kafka.length}. ${versions}. ${machine}.${busyTrials > 0 ? ` Trials that began on a busy machine: ${busyTrials}.` : ''}`,
    '',
  ].join('\n')
}

function renderRow({ figure, comparison }: Row): string {
  const { kafka, kafkaSpread, leat, leatSpread, ratio, ratioSpread } = comparison
  const cells = [
    figure.title,
    figure.unit,
    `${number(kafka)} ${bracket(kafkaSpread)}`,
    `${number(leat)} ${bracket(leatSpread)}`,
    ratio === null ? '-' : `${ratio.toFixed(2)} ${bracket(ratioSpread)}`,
    figure.goal === undefined ? '' : renderGoal(figure.goal),
    figure.goal === undefined ? '' : isMet(figure.goal, comparison) ? 'met' : '**missed**',
  ]
  return `| ${cells.join(' | ')} |`
}

function renderGoal({ kind, value }: Goal): string {
  if (kind === 'at-most') return `≤ ${value}`
  return kind === 'ratio-at-least' ? `ratio ≥ ${value}` : `ratio ≤ ${value}`
}

export function isMet({ kind, value }: Goal, { leat, ratio }: Comparison): boolean {
  if (kind === 'at-most') return leat <= value
  // Kafka's value is 0: nothing is less.
  if (ratio === null) return false
  return kind === 'ratio-at-least' ? ratio >= value : ratio <= value
}

/** What must not be overlooked: where Leat is behind, and where the numbers do not hold still. */
function findings(rows: readonly Row[]): string[] {
  const isBehind = ({ figure, comparison: { ratio } }: Row): boolean => ratio !== null && (figure.better === 'more' ? ratio < 1 : ratio > 1)
  const behind = rows.filter(isBehind).map(({ figure, comparison }) => `${figure.title} (${comparison.ratio!.toFixed(2)})`)
  const restless = rows.filter(({ comparison: { ratioSpread } }) => ratioSpread >= SPREAD_MAX)
  const shares = restless.map(({ figure, comparison }) => `${figure.title} (${percent(comparison.ratioSpread)})`)
  return [
    behind.length > 0 ? `Behind Apache Kafka: ${behind.join(', ')}.` : 'Behind Apache Kafka in nothing of this.',
    ...(shares.length > 0 ? [`Ratios whose spread stayed at or over ${percent(SPREAD_MAX)}: ${shares.join(', ')}.`] : []),
    '',
  ]
}

export function number(value: number): string {
  if (!Number.isFinite(value)) return '-'
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2
  return value.toFixed(digits)
}

export function bracket(share: number): string {
  return Number.isFinite(share) ? `(${percent(share)})` : ''
}

export function percent(share: number): string {
  return `${Math.round(share * 100)} %`
}

/** The old file with these sections in place of their namesakes; new ones go where `order` has them, what nobody knows any more goes. */
export function mergeSections(old: string, sections: ReadonlyMap<string, string>, order: readonly string[], head = HEAD): string {
  const found = new Map(
    old
      .split(/^(?=## )/m)
      .filter((part) => part.startsWith('## '))
      .map((part) => [part.slice(3, part.indexOf('\n')), part.trimEnd()]),
  )
  const kept = order.flatMap((title) => sections.get(title)?.trimEnd() ?? found.get(title) ?? [])
  return `${[head.trimEnd(), ...kept].join('\n\n')}\n`
}
