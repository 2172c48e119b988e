import { describe, expect, test } from 'vitest'
import { findsIn, readPattern } from './java-pattern.ts'
import { JSON_SCHEMA_LIMITS } from './limits.ts'

function finds(source: string, name: string): boolean | string {
  const pattern = readPattern(source)
  return pattern.ok ? findsIn(pattern.value, name) : `refused: ${pattern.error}`
}

// What java.util.regex finds (`Matcher.find`). Which patterns it takes at all is recorded (recorded.test.ts).
describe('what is found is what Java finds', () => {
  test.for([
    ['^a', 'abc', true],
    ['^a', 'bac', false],
    ['a$', 'ba', true],
    ['', '', true],
    ['(?i)ABC', 'xabcx', true],
    ['(?i:A)b', 'ab', true],
    ['(?i:A)b', 'aB', false],
    ['^a++b', 'aab', true],
    ['^(?>a|ab)c$', 'ac', true],
    ['^a{2}+$', 'aa', true],
    ['\\Ab\\z', 'b', true],
    ['\\Ab\\Z', 'ab', false],
    ['^\\Qa.b\\E$', 'a.b', true],
    ['^\\Qa.b\\E$', 'axb', false],
    ['^\\Q-]^$', '-]^$', true],
    ['\\Q-]^', '-]^', true],
    ['^[\\w-.]+$', 'a-b.c', true],
    ['^[\\w-.]+$', 'a b', false],
    ['^[]a]+$', ']a', true],
    ['^[^]]$', ']', false],
    ['^\\p{Alpha}+$', 'abZ', true],
    ['^\\p{Alpha}+$', 'é', false],
    ['^\\p{L}+$', 'é', true],
    ['^\\P{Punct}$', '!', false],
    ['^[\\p{Digit}x]+$', '1x', true],
    ['^\\p{IsGreek}$', 'λ', true],
    ['^\\pL$', 'a', true],
    ['^\\h$', '\t', true],
    ['^a\\Rb$', 'a\r\nb', true],
    ['^\\x41\\x{42}\\0103\\u0044$', 'ABCD', true],
    ['^\\-\\_\\@\\/$', '-_@/', true],
    ['a}', 'a}', true],
    ['a]', 'a]', true],
    ['^\\{\\}$', '{}', true],
    ['[a-z&&[^b]]', 'a', 'unknown'],
    ['[a[bc]]', 'a', 'unknown'],
    ['(?x) a', 'a', 'unknown'],
    ['\\X', 'a', 'unknown'],
  ] as const)('%s in %j: %s', ([source, name, found]) => {
    expect(finds(source, name)).toBe(found)
  })
})

describe('what would cost too much', () => {
  const { patternCharsMax, matchedNameCharsMax, matchedPatternCharsMax } = JSON_SCHEMA_LIMITS

  test('long patterns are refused, less long ones are not tried, nor is any on long names', () => {
    expect(finds('a'.repeat(patternCharsMax + 1), 'a')).toBe(`refused: the pattern is longer than ${patternCharsMax} characters`)
    expect(finds('a'.repeat(matchedPatternCharsMax + 1), 'a')).toBe('unknown')
    expect(finds('a', 'a'.repeat(matchedNameCharsMax + 1))).toBe('unknown')
    expect(finds('a', 'a'.repeat(matchedNameCharsMax))).toBe(true)
  })
})
