import type { Names } from './world.ts'

/** Targets that mean something else to someone else: a proxy, a file system, a router that decodes twice. `own` is a cluster that one has a key of. */
export function pathTricks({ environment, cluster, topic }: Names, own: string): readonly string[] {
  return [
    `/org/v2/environments/../environments/${environment}`,
    `/org/v2/environments/%2e%2e/environments/${environment}`,
    `/org/v2/environments/%252e%252e/environments/${environment}`,
    `/org/v2/environments/..%2f${environment}`,
    `/org/v2/./environments/${environment}`,
    `//org/v2/environments/${environment}`,
    `/org//v2/environments/${environment}`,
    `/org/v2/environments//${environment}`,
    `/org/v2/environments/${environment}/`,
    `/org/v2/environments/${environment};v=1`,
    `/org/v2/environments;/${environment}`,
    `/org/v2/environments/..;/environments/${environment}`,
    `/org/v2/environments%2f${environment}`,
    `/org/v2/environments/${environment}%00`,
    `/org/v2/environments/${environment}%0d%0aX: y`,
    `/org/v2/environments/%c0%ae%c0%ae/${environment}`,
    `/org/v2/environments/%ff`,
    `/org/v2/environments/%`,
    `/org/v2/environments/__proto__`,
    `/org/v2/environments/constructor`,
    `/ORG/V2/environments/${environment}`,
    `/org/v2/environments/${environment.toUpperCase()}`,
    `/org/v2/environments/${environment}#/org/v2/organizations`,
    `/org\\v2\\environments\\${environment}`,
    `/confluent.cloud/org/v2/environments/${environment}`,
    `/confluent.cloud/api/org/v2/environments/${environment}`,
    `/confluent.cloud/api/api/org/v2/environments/${environment}`,
    `/api/confluent.cloud/org/v2/environments/${environment}`,
    `/confluent.cloud/confluent.cloud/org/v2/environments/${environment}`,
    `/confluent.cloud/../org/v2/environments/${environment}`,
    `/cmk/v2/clusters/${cluster}?environment=${environment}&environment=env-zzzzzz`,
    `/cmk/v2/clusters/${cluster}?environment[]=${environment}`,
    `/kafka/v3/clusters/${own}/../${cluster}/topics`,
    `/kafka/v3/clusters/${own}%2f..%2f${cluster}/topics`,
    `/kafka/v3/clusters/${cluster}/topics/${own}/configs`,
    `/kafka/v3/clusters/${cluster}/topics/-/configs?cluster_id=${own}`,
    `/kafka/v3/clusters/${own}/topics/..%2f..%2f${cluster}%2ftopics%2f${topic}`,
    `/kafka/v3/clusters/${own}/topics/${topic}%00`,
    `/kafka/v3/clusters/${own}/topics/${topic}%2fpartitions`,
    `/api/kafka/v3/clusters/${cluster}/topics`,
    `/kafka/v3/clusters/${cluster}/topics/${own}/..`,
    `/${'a/'.repeat(4_000)}`,
    `/${'%2e'.repeat(3_000)}`,
    `/${'('.repeat(8_000)}`,
    'http://localhost/org/v2/environments',
    'http://169.254.169.254/latest/meta-data/',
    '*',
    'localhost:443',
  ]
}

/** What proxies add, and what old frameworks believed. */
export const HEADERS_OF_OTHERS: readonly string[] = [
  'X-Forwarded-For: 203.0.113.7',
  'X-Forwarded-Host: evil.example',
  'X-Forwarded-Proto: https',
  'X-Forwarded-User: admin@leat.local',
  'X-Real-IP: 203.0.113.7',
  'Forwarded: for=203.0.113.7;host=evil.example',
  'X-Original-URL: /org/v2/organizations',
  'X-Rewrite-URL: /org/v2/organizations',
  'X-HTTP-Method-Override: DELETE',
  'X-HTTP-Method: DELETE',
  'X-Method-Override: DELETE',
  'Confluent-Identity-Pool-Id: pool-zzzz',
  'Target-SR-Cluster: lsrc-zzzzzz',
]

/** Names that this server does not answer to, some of which begin or end like those it does. */
export function badHosts(port: number): readonly string[] {
  return [
    'evil.example',
    `evil.example:${port}`,
    'localhost.evil.example',
    `localhost:${port}@evil.example`,
    'localhost/evil',
    'localhost evil',
    '',
  ]
}

/** Values of `Authorization` that hold no credentials. */
export const NO_CREDENTIALS: readonly string[] = [
  'Basic',
  'Basic ',
  'Bearer',
  'Bearer null',
  'Basic null',
  `Basic ${Buffer.from('no-colon').toString('base64')}`,
  `Basic ${Buffer.from(':').toString('base64')}`,
  `Basic ${Buffer.from(':secret').toString('base64')}`,
  `Basic ${Buffer.from('__proto__:secret').toString('base64')}`,
  `Basic ${Buffer.from('ZZZZZZZZZZZZZZZZ\0:secret').toString('base64')}`,
  'Basic !!!!',
  'Digest username="admin"',
  'Negotiate YII=',
  `Basic ${'A'.repeat(12_000)}`,
  `Bearer ${'A'.repeat(12_000)}`,
  `Basic${' '.repeat(4_000)}x`,
  `Bearer ${'a.'.repeat(2_000)}`,
]

/** Requests whose end two parsers could find in two places, and what is no HTTP/1.1 at all. */
export function malformedRequests(port: number): readonly string[] {
  const host = `Host: localhost:${port}`
  const post = 'POST /api/sessions HTTP/1.1'
  const json = 'Content-Type: application/json'
  const head = (...all: readonly string[]): string => `${all.join('\r\n')}\r\n\r\n`
  return [
    `${head(post, host, json, 'Content-Length: 2', 'Transfer-Encoding: chunked')}0\r\n\r\n`,
    `${head(post, host, json, 'Content-Length: 2', 'Content-Length: 3')}{} `,
    `${head(post, host, json, 'Content-Length: +2')}{}`,
    `${head(post, host, json, 'Content-Length: -1')}`,
    `${head(post, host, json, 'Transfer-Encoding: chunked, identity')}0\r\n\r\n`,
    `${head(post, host, json, 'Transfer-Encoding : chunked')}0\r\n\r\n`,
    `${head('POST /org/v2/environments HTTP/1.1', host, json, 'Transfer-Encoding: chunked')}fffffffffffffffff\r\n`,
    head('GET /api/me HTTP/1.1', host, 'X: a', '\tfolded'),
    head('GET /api/me HTTP/1.1', host, 'X: a\0b'),
    head('GET /api/me HTTP/1.1', host, `X: ${'a'.repeat(20_000)}`),
    head('GET /api/me HTTP/1.1', host, ...Array.from({ length: 3_000 }, (_, index) => `X-${index}: a`)),
    head('GET /api/me HTTP/9.9', host),
    head('GET /api/me', host),
    head('BREW / HTTP/1.1', host),
    head('CONNECT localhost:22 HTTP/1.1', host),
    head('TRACE / HTTP/1.1', host, 'Connection: close'),
    head('GET /api/me HTTP/1.1', host, 'Upgrade: websocket', 'Connection: Upgrade, close'),
    'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
    '\x16\x03\x01\x02\x00\x01\x00',
    '\0\0\0\x13\0\x12\0\0\0\0\0\x01\0\x04test',
  ]
}
