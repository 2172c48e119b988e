import { expect, test } from 'vitest'
import { settingRefusal } from './config-rules.ts'

const ALLOWED = { 'segment.bytes': { min: 52_428_800, max: 1_073_741_824 }, 'cleanup.policy': {}, 'retention.ms': {} }

test.for([
  ['segment.bytes', '52428800', null],
  ['segment.bytes', '1073741824', null],
  [
    'segment.bytes',
    ' 26214400',
    "Config property 'segment.bytes' with value '26214400' is lower than the minimum allowed value of 52428800.",
  ],
  ['segment.bytes', '1073741825', "Config property 'segment.bytes' with value '1073741825' exceeded max limit of 1073741824."],
  [
    'segment.bytes',
    '99999999999999999999',
    "Config property 'segment.bytes' with value '99999999999999999999' exceeded max limit of 1073741824.",
  ],
  ['segment.bytes', 'many', null],
  ['segment.bytes', null, null],
  ['retention.ms', '-1', null],
  ['cleanup.policy', 'compact', null],
  ['flush.ms', '1', "Altering config property 'flush.ms' is disallowed."],
  ['constructor', '1', "Altering config property 'constructor' is disallowed."],
] as const)('%s=%s is answered with %s', ([name, value, refusal]) => {
  expect(settingRefusal(ALLOWED, [{ name, value }])).toBe(refusal)
})
