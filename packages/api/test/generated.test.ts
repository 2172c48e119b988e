import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { GENERATED, generatedFiles } from '../scripts/generate.ts'

test.for(Object.entries(generatedFiles()))(
  '%s is as the endpoint definitions say: node packages/api/scripts/generate.ts',
  ([name, text]) => {
    expect(readFileSync(join(GENERATED, name), 'utf8') === text).toBe(true)
  },
)
