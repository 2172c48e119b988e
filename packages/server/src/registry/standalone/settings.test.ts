import { expect, test } from 'vitest'
import { readProperties } from './properties.ts'
import { readSettings, unknownProperties } from './settings.ts'

const read = (given: Record<string, string>, text = '') => readSettings(given, readProperties(text))
const bootstrap = { bootstrap: 'k:9092' }

test('properties are read as Java reads them', () => {
  const text = '# comment\n! comment\na=1\n  b : 2\nc 3\nd=x\\\n   y\ne\\=f=g\\u00e9\\n\nempty=\n\nlast'
  expect(Object.fromEntries(readProperties(text))).toEqual({ a: '1', b: '2', c: '3', d: 'xy', 'e=f': 'gé\n', empty: '', last: '' })
})

test('without more than Kafka’s address a registry listens on loopback alone', () => {
  const settings = read(bootstrap)
  expect(settings).toMatchObject({
    ok: true,
    value: {
      bootstrap: [{ host: 'k', port: 9092 }],
      tls: null,
      sasl: null,
      topic: '_schemas',
      groupId: 'schema-registry',
      listen: { scheme: 'http', host: '127.0.0.1', port: 8081 },
      isEligible: true,
      sticky: null,
      compatibilityLevel: 'BACKWARD',
      modesMutable: true,
      behavesAs: 8,
    },
  })
})

test('the properties of the registry everyone runs mean here what they mean there, and options come first', () => {
  const text = `
listeners=http://0.0.0.0:8085
host.name=sr-1
host.port=443
kafkastore.bootstrap.servers=SASL_SSL://k1:9093,SASL_SSL://k2:9093
kafkastore.topic=_s
kafkastore.topic.replication.factor=2
kafkastore.init.timeout.ms=1000
kafkastore.sasl.mechanism=PLAIN
kafkastore.sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required username="u" password="p\\"q";
kafkastore.ssl.truststore.type=PEM
kafkastore.ssl.truststore.location=/ca.pem
schema.registry.group.id=g
schema.compatibility.level=full
master.eligibility=false
leader.election.sticky=true
mode.mutability=false
inter.instance.headers.whitelist.headers=X-A, X-B
`
  const settings = read({ topic: '_mine', anonymous: 'true' }, text.replace('p\\"q', 'p\\\\"q'))
  expect(settings).toMatchObject({
    ok: true,
    value: {
      bootstrap: [
        { host: 'k1', port: 9093 },
        { host: 'k2', port: 9093 },
      ],
      tls: { ca: '/ca.pem' },
      sasl: { username: 'u', password: 'p"q' },
      topic: '_mine',
      replicationFactor: 2,
      groupId: 'g',
      initMsMax: 1000,
      listen: { scheme: 'http', host: '0.0.0.0', port: 8085 },
      advertised: { host: 'sr-1', port: 443 },
      isEligible: false,
      sticky: true,
      headersToo: ['x-a', 'x-b'],
      compatibilityLevel: 'FULL',
      modesMutable: false,
    },
  })
})

test.for<[string, Record<string, string>, string]>([
  ['nothing', {}, '--bootstrap HOST:PORT'],
  ['no port', { bootstrap: 'k' }, '--bootstrap k: HOST:PORT'],
  ['a user alone', { ...bootstrap, user: 'u' }, '--user and --password go together'],
  ['SASL without a login', { bootstrap: 'SASL_SSL://k:1' }, 'needs --user and --password'],
  ['no URL', { ...bootstrap, listen: '8081' }, '--listen 8081: one http://HOST:PORT'],
  ['two listeners', { ...bootstrap, listen: 'http://a:1,https://a:2' }, 'one http://HOST:PORT'],
  ['to listen for others without a word', { ...bootstrap, listen: 'http://0.0.0.0:8081' }, 'add --anonymous'],
  ['https without a certificate', { ...bootstrap, listen: 'https://a:1', anonymous: 'true' }, '--cert FILE and --key FILE'],
  ['no truth', { ...bootstrap, eligible: 'no' }, '--eligible no: true, false'],
  ['no number', { ...bootstrap, 'host-port': 'x' }, '--host-port x: a whole number'],
])('%s is refused with a sentence', ([, given, sentence]) => {
  const settings = read(given)
  expect(settings.ok ? null : settings.error).toContain(sentence)
})

test.for<[string, string]>([
  ['kafkastore.sasl.mechanism=GSSAPI', 'only PLAIN'],
  ['kafkastore.ssl.truststore.location=/x.jks', 'Leat reads PEM files'],
  ['kafkastore.sasl.jaas.config=x.ScramLoginModule required username="u" password="p";', 'PlainLoginModule'],
  ['schema.compatibility.level=most', 'NONE, BACKWARD'],
])('%s is refused with a sentence', ([text, sentence]) => {
  const settings = read(bootstrap, text)
  expect(settings.ok ? null : settings.error).toContain(sentence)
})

test('properties that mean nothing here are told', () => {
  expect(unknownProperties(readProperties('kafkastore.timeout.ms=500\nlisteners=http://a:1\ndebug=false'))).toEqual([
    'kafkastore.timeout.ms',
    'debug',
  ])
})
