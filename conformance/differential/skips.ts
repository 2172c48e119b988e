/** Cases of the backend contract that a backend does not keep, each with its reason. */
export interface Skip {
  readonly backend: string
  readonly test: string
  readonly reason: string
}

export const SKIPS: readonly Skip[] = []
