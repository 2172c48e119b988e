/** Writes docs/parity.md from the list of deliberate differences: `node scripts/parity.ts`. */
import { writeFileSync } from 'node:fs'
import { renderParity } from '../conformance/differential/render-parity.ts'

writeFileSync(new URL('../docs/parity.md', import.meta.url), renderParity())
