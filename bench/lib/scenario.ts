/** What a scenario is: figures it promises, and one trial that measures them on one broker. */

export type SideName = 'kafka' | 'leat'

/** What must hold: Leat's value against Kafka's, or against a number of its own. */
export type Goal =
  | { readonly kind: 'ratio-at-least'; readonly value: number }
  | { readonly kind: 'ratio-at-most'; readonly value: number }
  | { readonly kind: 'at-most'; readonly value: number }

export interface Figure {
  readonly key: string
  readonly title: string
  readonly unit: string
  readonly better: 'more' | 'less'
  readonly goal?: Goal
  /** The run goes on until the ratio of a settling figure holds still. */
  readonly settles?: true
}

export interface Trial {
  readonly side: SideName
  /** Empty, on the disk that is measured; removed after the trial. */
  readonly dir: string
  /** Tiny sizes: everything once, nothing measured for good. */
  readonly smoke: boolean
  /** Set: Leat runs under the CPU profiler and its profiles go there. */
  readonly profileDir: string | null
  /** A progress line. */
  readonly say: (line: string) => void
}

export type Values = ReadonlyMap<string, number>

export interface Scenario {
  /** As in `--only`. */
  readonly name: string
  readonly title: string
  /** What is done, for the reader of the results: one paragraph. */
  readonly what: string
  readonly figures: readonly Figure[]
  /** Those that a smoke trial measures, where it does less than all. */
  readonly smokeFigures?: readonly Figure[]
  run(trial: Trial): Promise<Values>
}
