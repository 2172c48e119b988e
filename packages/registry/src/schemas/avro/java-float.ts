import { javaDouble } from '../json-text/index.ts'

/** One digit never stands alone: of the texts with two the nearest one is taken. */
const DIGITS_MIN = 2
/** Digits that tell any two floats apart. */
const DIGITS_MAX = 9

/** `Float.toString`: the shortest digits that are this float and no other. */
export function javaFloat(value: number): string {
  for (let digits = DIGITS_MIN; digits < DIGITS_MAX; digits++) {
    const short = Number(value.toPrecision(digits))
    if (Math.fround(short) === value) return javaDouble(short)
  }
  return javaDouble(Number(value.toPrecision(DIGITS_MAX)))
}
