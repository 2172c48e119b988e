import { type TestAPI, test as plain } from 'vitest'
import type { LeatOptions } from './options.ts'
import { type Leat, startLeat } from './start.ts'

/** vitest's `test` with a fixture `leat`: a Leat of its own for each test that asks for it. */
export function leatTest<const O extends LeatOptions = { readonly clock: 'real' }>(options?: O): TestAPI<{ readonly leat: Leat<O> }> {
  return plain.extend<{ readonly leat: Leat<O> }>({
    // vitest reads the fixtures that one needs from this pattern.
    // oxlint-disable-next-line no-empty-pattern -- see above
    leat: async ({}, use) => {
      await using leat = await startLeat(options)
      await use(leat)
    },
  })
}

/** `leatTest` with the defaults. */
export const test = leatTest()
