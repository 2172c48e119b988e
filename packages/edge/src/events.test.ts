import { expect, test } from 'vitest'
import { guessHandshake, guessProtocol } from './events.ts'

test.for([
  ['error:0A00009C:SSL routines::http request', /HTTP on a TLS port/],
  ['error:0A00010B:SSL routines::wrong version number', /security.protocol=SASL_SSL/],
  ['error:0A000418:SSL routines::tlsv1 alert unknown ca', /give it the CA file/],
  ['error:0A000416:SSL routines::sslv3 alert certificate unknown', /give it the CA file/],
] as const)('%s is explained', ([detail, said]) => {
  expect(guessHandshake(detail)).toMatch(said)
})

test('what is not known is not guessed', () => {
  expect(guessHandshake('something else')).toBeUndefined()
  expect(guessProtocol(Buffer.alloc(0))).toBe('not a Kafka request')
})
