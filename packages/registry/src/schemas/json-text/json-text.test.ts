import { describe, expect, test } from 'vitest'
import { JSON_LIMITS, javaDouble, javaIntegerOrBigDecimal, javaIntegerOrDouble, madeTextProblem, parseJson, printJson } from './index.ts'

function printed(text: string, comments = false): string {
  const read = parseJson(text, { comments })
  if (!read.ok) throw new Error(`${read.error.message} (${read.error.line}:${read.error.column})`)
  return printJson(read.value)
}

describe('what is read is printed again without white space and without loss', () => {
  test.for([
    [' { "b" : 1.0 , "a" : [ ] , "2" : { } , "1" : null } ', '{"b":1.0,"a":[],"2":{},"1":null}'],
    ['[1e400, -0, 12345678901234567890, 1E-2]', '[1e400,-0,12345678901234567890,1E-2]'],
    ['"\\u0041\\/\\n\\u001f\\u20ac\\"\\\\\u007f"', '"A/\\n\\u001F€\\"\\\\\u007f"'],
    ['"\\ud83d\\ude00 😀 \\ud83d"', '"😀 😀 \ud83d"'],
    ['{"a":1,"b":2,"a":3}', '{"a":3,"b":2}'],
    ['{"__proto__":{"a":true},"":false}', '{"__proto__":{"a":true},"":false}'],
  ])('%s', ([text, expected]) => {
    expect(printed(text!)).toBe(expected)
  })
})

describe('what is no JSON is refused with its place', () => {
  test.for([
    ['', 'Expected a value, found the end of the text', 1, 1],
    ['{"a":1,\n  "b" 2}', "Expected ':' after a key, found '2'", 2, 7],
    ['{"a":1,\n}', "Expected a key in double quotes, found '}'", 2, 1],
    ['{"a":1', "Expected ',' or '}', found the end of the text", 1, 7],
    ['[1,]', "Expected a value, found ']'", 1, 4],
    ['[01]', 'This is no JSON number', 1, 2],
    ['[1.]', 'This is no JSON number', 1, 2],
    ['[-]', 'This is no JSON number', 1, 2],
    ['[+1]', "Expected a value, found '+'", 1, 2],
    ['[NaN]', "Expected a value, found 'NaN': text stands in double quotes", 1, 2],
    ['"a', 'The string has no closing quote', 1, 1],
    ['"a\tb"', 'A string cannot hold the control character 0x09 as it is: escape it', 1, 3],
    ['"\\x"', "A backslash cannot stand before 'x'", 1, 2],
    ['"\\u12"', 'Expected four hexadecimal digits after \\u', 1, 2],
    ['{} {}', "Nothing may follow the value, found '{'", 1, 4],
    ['{} // no', "Nothing may follow the value, found '/'", 1, 4],
  ] as const)('%s', ([text, message, line, column]) => {
    expect(parseJson(text)).toEqual({ ok: false, error: { message, line, column } })
  })
})

test('comments are white space where they are allowed', () => {
  expect(printed('/* a */ { // b\n "x" /**/ : 1 } // end', true)).toBe('{"x":1}')
  expect(parseJson('{ /* a', { comments: true })).toMatchObject({ ok: false, error: { message: 'The comment has no end', column: 3 } })
})

describe('a text is bounded', () => {
  const { depthMax, nodesMax, numberCharsMax, textBytesMax } = JSON_LIMITS
  test('in depth', () => {
    expect(parseJson('['.repeat(depthMax) + ']'.repeat(depthMax)).ok).toBe(true)
    const deep = parseJson('['.repeat(100_000))
    expect(deep).toMatchObject({ ok: false, error: { message: `Values are nested deeper than ${depthMax}`, column: depthMax + 1 } })
  })
  test.for([
    ['['.repeat(depthMax) + ']'.repeat(depthMax), true],
    ['['.repeat(depthMax + 1) + ']'.repeat(depthMax + 1), false],
    [`[${'{"a]":["\\\"[",1]},'.repeat(depthMax)}1]`, true],
    [`"${'x'.repeat(textBytesMax - 2)}"`, true],
    [`"${'x'.repeat(textBytesMax - 1)}"`, false],
    [`"${'€'.repeat(textBytesMax / 3)}"`, false],
  ] as const)('and a text that was made is known to fit (%#)', ([text, fits]) => {
    expect(madeTextProblem(text) === null).toBe(fits)
    expect(parseJson(text).ok).toBe(fits)
  })
  test('in values, digits and bytes', () => {
    const many = parseJson(`[${'1,'.repeat(nodesMax)}1]`)
    expect(many).toMatchObject({ ok: false, error: { message: `The text has more than ${nodesMax} values` } })
    expect(parseJson('9'.repeat(numberCharsMax)).ok).toBe(true)
    expect(parseJson('9'.repeat(numberCharsMax + 1))).toMatchObject({ ok: false, error: { column: 1 } })
    expect(parseJson(`"${'€'.repeat(textBytesMax / 3)}"`)).toMatchObject({ ok: false, error: { column: 1 } })
  })
})

describe('numbers have the forms of Java', () => {
  test.for([
    ['1', '1', '1'],
    ['-0', '0', '0'],
    ['-0.0', '-0.0', '0.0'],
    ['1.0', '1.0', '1.0'],
    ['1.50', '1.5', '1.50'],
    ['1e10', '1.0E10', '1E+10'],
    ['10000000.0', '1.0E7', '10000000.0'],
    ['9999999.5', '9999999.5', '9999999.5'],
    ['0.001', '0.001', '0.001'],
    ['0.0001', '1.0E-4', '0.0001'],
    ['0.0000001', '1.0E-7', '1E-7'],
    ['123e-9', '1.23E-7', '1.23E-7'],
    ['12.5E3', '12500.0', '1.25E+4'],
    ['0e5', '0.0', '0E+5'],
    ['1e999', '"Infinity"', '1E+999'],
    ['123456789012345678901234567890', '123456789012345678901234567890', '123456789012345678901234567890'],
  ])('%s as a double is %s, as a BigDecimal %s', ([text, double, decimal]) => {
    expect(javaIntegerOrDouble(text!)).toBe(double)
    expect(javaIntegerOrBigDecimal(text!)).toBe(decimal)
  })
  test('the ends of the doubles', () => {
    expect([Number.MAX_VALUE, Number.MIN_VALUE, -1e21].map(javaDouble)).toEqual(['1.7976931348623157E308', '4.9E-324', '-1.0E21'])
  })
})
