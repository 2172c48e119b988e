import { fail, ok, type Result } from '@leat/base'
import type { Problem } from '../decide/contract.ts'
import { problems } from '../decide/index.ts'

const INT32_MAX = 2_147_483_647

/** `{version}` of a path: a number from 1, `latest`, or -1, which is the same. */
export function versionIn(text: string): Result<number | 'latest', Problem> {
  if (text === 'latest' || text === '-1') return ok('latest')
  const number = /^\+?\d{1,10}$/.test(text) ? Number(text) : 0
  return number >= 1 && number <= INT32_MAX ? ok(number) : fail(problems.invalidVersion(text))
}

/** `{id}` of a path; one that is no number of 32 bits is a path that does not exist. */
export function idIn(text: string): Result<number, Problem> {
  const number = /^[+-]?\d{1,10}$/.test(text) ? Number(text) : Number.NaN
  if (Math.abs(number) <= INT32_MAX) return ok(number)
  return fail({ status: 404, errorCode: 404, message: 'HTTP 404 Not Found' })
}
