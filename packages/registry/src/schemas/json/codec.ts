import { isUtf8 } from 'node:buffer'
import { type Result, fail, ok } from '@leat/base'
import type { ValueCodec } from '../codec.ts'
import type { InvalidSchema, SchemaSource } from '../contract.ts'
import { type JsonNode, parseJson, plainOf, printJson } from '../json-text/index.ts'
import { type Validator, openValidator } from './codec-validator.ts'

/**
 * A record of a JSON schema is JSON text in UTF-8. What is written must fit the schema; what is read must, too, where the schema's draft can be checked here
 * (drafts 6, 7, 2019-09 and 2020-12) and the check ends in time.
 */
export async function jsonCodec(source: SchemaSource): Promise<Result<ValueCodec, InvalidSchema>> {
  const root = parseJson(source.schema)
  if (!root.ok) return root
  const validator = await openValidator(source, root.value)
  return ok({
    decode(bytes) {
      if (!isUtf8(bytes)) return fail('the bytes are not UTF-8')
      const value = parseJson(bytes.toString('utf8'))
      if (!value.ok) return fail(`the bytes are no JSON: ${value.error.message}`)
      const verdict = check(validator, value.value)
      return verdict.kind === 'misfit' ? fail(verdict.why) : ok(value.value)
    },
    encode(value) {
      const verdict = check(validator, value)
      return verdict.kind === 'fits' ? ok(Buffer.from(printJson(value))) : fail(verdict.why)
    },
  })
}

type Verdict =
  | { readonly kind: 'fits' }
  | { readonly kind: 'misfit'; readonly why: string }
  | { readonly kind: 'unknown'; readonly why: string }

function check(validator: Validator, value: JsonNode): Verdict {
  switch (validator.kind) {
    case 'none':
      return { kind: 'fits' }
    case 'broken':
      return { kind: 'unknown', why: `no value can be checked against the schema: ${validator.why}` }
    case 'ready': {
      const problem = validator.problemOf(plainOf(value, 'rounded'))
      if (problem === null) return { kind: 'fits' }
      return problem.isTimeout ? { kind: 'unknown', why: problem.message } : { kind: 'misfit', why: problem.message }
    }
  }
}
