import type { HomeLayout } from '../home/layout.ts'
import type { RunFile } from '../home/run-file.ts'
import type { BootstrapKey } from '../home/secrets.ts'

/** What each family of clients wants to be told to reach a running platform over SASL_SSL, in its own words. */
export interface ClientSettings {
  /** Variables for scripts, tests and Compose files. */
  readonly leat: Readonly<Record<string, string>>
  /** Properties of the Java clients and of Kafka's own tools. */
  readonly java: Readonly<Record<string, string>>
  /** Properties of librdkafka: kcat, and the clients for Python, Go, .NET, C and C++ that are built on it. */
  readonly librdkafka: Readonly<Record<string, string>>
  /** Environment of Node programs; kafkajs and others read the CA from here. */
  readonly node: Readonly<Record<string, string>>
}

export function clientSettings(home: HomeLayout, run: RunFile, { apiKey, apiSecret }: BootstrapKey): ClientSettings {
  const { bootstrap, saslSslBootstrap, caFile } = run
  return {
    leat: {
      ...(bootstrap === null ? {} : { LEAT_BOOTSTRAP: bootstrap }),
      LEAT_SASL_SSL_BOOTSTRAP: saslSslBootstrap,
      LEAT_CLUSTER: run.cluster,
      LEAT_API_KEY: apiKey,
      LEAT_API_SECRET: apiSecret,
      ...(caFile === null ? {} : { LEAT_CA_FILE: caFile }),
      LEAT_JAVA_PROPERTIES: home.javaProperties,
      KCAT_CONFIG: home.librdkafkaConf,
    },
    java: {
      'bootstrap.servers': saslSslBootstrap,
      'security.protocol': 'SASL_SSL',
      'sasl.mechanism': 'PLAIN',
      'sasl.jaas.config': `org.apache.kafka.common.security.plain.PlainLoginModule required username="${apiKey}" password="${apiSecret}";`,
      ...(caFile === null ? {} : { 'ssl.truststore.type': 'PEM', 'ssl.truststore.location': caFile }),
    },
    librdkafka: {
      'bootstrap.servers': saslSslBootstrap,
      'security.protocol': 'SASL_SSL',
      'sasl.mechanisms': 'PLAIN',
      'sasl.username': apiKey,
      'sasl.password': apiSecret,
      ...(caFile === null ? {} : { 'ssl.ca.location': caFile }),
    },
    node: caFile === null ? {} : { NODE_EXTRA_CA_CERTS: caFile },
  }
}
