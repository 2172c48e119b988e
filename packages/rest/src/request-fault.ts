import type { Problem } from './problem.ts'

/** Thrown while a body is read that cannot be read on: too large, too slow, or its sender is gone. Becomes the problem's answer. */
export class RequestFault extends Error {
  override readonly name = 'RequestFault'
  readonly problem: Problem
  constructor(problem: Problem) {
    super(problem.detail)
    this.problem = problem
  }
}
