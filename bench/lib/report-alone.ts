/** Sections about Leat alone: a value per figure with its spread; ratios are between Leat's own configurations, measured in turns within each trial. */
import { type Circumstances, bracket, number, percent } from './report.ts'
import { SPREAD_MAX, valuesOf } from './runner.ts'
import type { Figure, Scenario, Values } from './scenario.ts'
import { median, spread } from './stats.ts'

export interface AloneOutcome {
  readonly scenario: Scenario
  readonly trials: readonly Values[]
  /** Trials that began although the machine was busy with something else. */
  readonly busyTrials: number
}

export function renderAlone({ scenario, trials, busyTrials }: AloneOutcome, { date, machine, versions, commit }: Circumstances): string {
  const rows = scenario.figures.map((figure) => ({ figure, values: valuesOf(trials, figure.key) }))
  const restless = rows
    .filter(({ values }) => spread(values) >= SPREAD_MAX)
    .map(({ figure, values }) => `${figure.title} (${percent(spread(values))})`)
  return [
    `## ${scenario.title}`,
    '',
    scenario.what,
    '',
    '| | unit | value | goal | |',
    '|---|---|---|---|---|',
    ...rows.map(({ figure, values }) => renderRow(figure, values)),
    '',
    ...(restless.length > 0 ? [`Spread at or over ${percent(SPREAD_MAX)}: ${restless.join(', ')}.`, ''] : []),
    `${date}, commit ${commit}, trials: ${trials.length}. ${versions}. ${machine}.${busyTrials > 0 ? ` Trials that began on a busy machine: ${busyTrials}.` : ''}`,
    '',
  ].join('\n')
}

function renderRow({ title, unit, goal }: Figure, values: readonly number[]): string {
  const value = median(values)
  const cells = [title, unit, `${number(value)} ${bracket(spread(values))}`]
  // Without another side, a goal is a number of Leat's own.
  if (goal?.kind !== 'at-most') return `| ${[...cells, '', ''].join(' | ')} |`
  return `| ${[...cells, `≤ ${goal.value}`, value <= goal.value ? 'met' : '**missed**'].join(' | ')} |`
}
