import { expect, test } from 'vitest'
import { textWriter } from './writer.ts'

test('lines stand as deep as they were written, empty ones too', () => {
  const writer = textWriter()
  writer.write('a {')
  writer.newLine()
  writer.indented(() => {
    writer.write('b')
    writer.write(';')
    writer.newLine()
    writer.newLine()
    writer.indented(() => {
      writer.write('c')
      writer.newLine()
    })
  })
  writer.write('}')
  expect(writer.text()).toBe('a {\n  b;\n  \n    c\n}')
})
