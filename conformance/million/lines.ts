/** A real text file, the same at every run: a million lines and more, of all lengths and of letters from everywhere. */
import { createHash } from 'node:crypto'
import { closeSync, openSync, writeSync } from 'node:fs'
import { seededRandom } from '@leat/base/sim'

export const LINES = 1_000_001
const LINES_PER_WRITE = 5_000
const WORDS = 'leat mill wheel Wasser río 水 поток água 🌊 stream 9093 "quoted" a,b;c\\n \u00a0 naïve\tTab'.split(' ')
const WORDS_MAX = 18

/** Writes the file; answers the digest of its bytes. */
export function writeLines(path: string): string {
  const random = seededRandom('a million lines')
  const digest = createHash('sha256')
  const file = openSync(path, 'w')
  try {
    for (let from = 0; from < LINES; from += LINES_PER_WRITE) {
      const count = Math.min(LINES_PER_WRITE, LINES - from)
      const lines = Array.from({ length: count }, (_, i) => {
        const words = Array.from({ length: random.below(WORDS_MAX) }, () => WORDS[random.below(WORDS.length)])
        return `${[from + i, ...words].join(' ')}\n`
      })
      const bytes = Buffer.from(lines.join(''))
      digest.update(bytes)
      for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at)
    }
  } finally {
    closeSync(file)
  }
  return digest.digest('hex')
}
