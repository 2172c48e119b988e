import { readFileSync } from 'node:fs'
import type { Digest } from './digest.ts'

/** Made from the published document by `extract.ts`; `published.test.ts` proves it fresh where the document is. */
export const PUBLISHED = JSON.parse(readFileSync(new URL('testdata/kafkarest-v3.json', import.meta.url), 'utf8')) as Digest
