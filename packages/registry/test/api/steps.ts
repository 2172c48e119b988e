import { expect } from 'vitest'
import type { TestRegistry } from './fixture.ts'

/** A call, its body, and what is answered: a number is the status alone; with an error code, `[status, code, text?]`; else the body of a 200. */
export type Step = readonly [request: string, body: unknown, expected: Expected] | readonly [request: string, expected: Expected]
type Expected = number | string | boolean | object | ErrorAnswer
interface ErrorAnswer {
  readonly status: number
  readonly code?: number
  readonly text?: string | RegExp
}

export function error(status: number, code: number, text?: string | RegExp): ErrorAnswer {
  return { status, code, ...(text === undefined ? {} : { text }) }
}

export function status(status: number): ErrorAnswer {
  return { status }
}

/** Asks step by step; what an answer must hold stands in the step, other fields may be there. */
export async function walk({ ask }: TestRegistry, steps: readonly Step[]): Promise<void> {
  for (const step of steps) {
    const [request, body, expected] = step.length === 2 ? [step[0], undefined, step[1]] : step
    const answer = await ask(request, body)
    const told = `${request} ${body === undefined ? '' : JSON.stringify(body)} -> ${answer.status} ${answer.text}`
    if (!isError(expected)) {
      expect({ status: answer.status, body: answer.json }, told).toMatchObject({ status: 200, body: expected })
      continue
    }
    expect(answer.status, told).toBe(expected.status)
    if (expected.code !== undefined) expect(answer.json, told).toMatchObject({ error_code: expected.code, message: expect.any(String) })
    if (expected.text !== undefined) expect((answer.json as unknown as { message: string }).message, told).toMatch(expected.text)
  }
}

function isError(expected: Expected): expected is ErrorAnswer {
  return typeof expected === 'object' && 'status' in expected
}
