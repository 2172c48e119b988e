import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { shellWord } from './shell-word.ts'

test('a shell reads every word back as it was', () => {
  const words = fc.array(fc.string({ minLength: 1, unit: fc.constantFrom(...Array.from('a b\'"$`\\*?;&|<>(){}[]!~#\n:=-')) }), {
    minLength: 20,
    maxLength: 20,
  })
  fc.assert(
    fc.property(words, (given) => {
      const printed = execFileSync('/bin/sh', ['-c', `printf '%s\\0' ${given.map(shellWord).join(' ')}`], { encoding: 'utf8' })
      expect(printed.split('\0').slice(0, -1)).toEqual(given)
    }),
    { numRuns: 20 },
  )
})
