/** Bodies that no one can mean, for an endpoint that takes an object with a `display_name`. */
export const BAD_BODIES: readonly string[] = [
  `{"display_name":${'['.repeat(20_000)}${']'.repeat(20_000)}}`,
  `{"display_name":${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}}`,
  '['.repeat(500_000),
  `{${Array.from({ length: 60_000 }, (_, index) => `"k${index}":0`).join(',')}}`,
  '{',
  '',
  '[]',
  'null',
  '"x"',
  '{"display_name":{}}',
  '{"display_name":1e400}',
  '\ufeff{"display_name":"x"}x',
]

/** Over what a body may have. */
export const HUGE_BODY = `{"display_name":"${'x'.repeat(1024 * 1024)}"}`

/** Reaches for what all objects have in common. */
export const POLLUTING_BODY =
  '{"display_name":"polluted","__proto__":{"stream_governance_config":{"package":"ADVANCED"}},"constructor":{"prototype":{"display_name":"x"}}}'

/** Names and filters on which a pattern that backtracks would work for long. */
export const BOMBS: readonly string[] = [
  `crn://confluent.cloud/${'kafka=a/'.repeat(120)}!`,
  `crn://confluent.cloud/organization=${'a/kafka='.repeat(120)}`,
  `crn://confluent.cloud/${'='.repeat(1_000)}`,
  `crn://${'/'.repeat(1_000)}*/*`,
  `${'a'.repeat(1_000)}!`,
  `${'a.'.repeat(150)}@`,
  '%25'.repeat(300),
  `${'.*'.repeat(400)}$`,
  `(${'a+'.repeat(300)})+$`,
]
