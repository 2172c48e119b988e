import type { HomeLayout } from '../home/layout.ts'
import type { RunFile } from '../home/run-file.ts'
import type { Secrets } from '../home/secrets.ts'

/** What each family of clients wants to be told to reach a running platform, in its own words. */
export interface ClientSettings {
  /** Variables for scripts, tests and Compose files. */
  readonly leat: Readonly<Record<string, string>>
  /** Properties of the Java clients and of Kafka's own tools. */
  readonly java: Readonly<Record<string, string>>
  /** Properties of librdkafka: kcat, and the clients for Python, Go, .NET, C and C++ that are built on it. */
  readonly librdkafka: Readonly<Record<string, string>>
  /** Of serializers and registry clients in Java and other languages, by their names in all of them. Also in the Java file; librdkafka's refuses what it does not know. */
  readonly registry: Readonly<Record<string, string>>
  /** Environment of Node programs; kafkajs and others read the CA from here. */
  readonly node: Readonly<Record<string, string>>
}

export function clientSettings(home: HomeLayout, run: RunFile, secrets: Secrets): ClientSettings {
  const { bootstrap, saslSslBootstrap, caFile } = run
  const { apiKey, apiSecret } = secrets.kafka
  const registry = {
    'schema.registry.url': run.cloud.schemaRegistry,
    'basic.auth.credentials.source': 'USER_INFO',
    'basic.auth.user.info': `${secrets.registry.apiKey}:${secrets.registry.apiSecret}`,
  }
  return {
    leat: {
      ...(bootstrap === null ? {} : { LEAT_BOOTSTRAP: bootstrap }),
      LEAT_SASL_SSL_BOOTSTRAP: saslSslBootstrap,
      LEAT_CLUSTER: run.cluster,
      LEAT_API_KEY: apiKey,
      LEAT_API_SECRET: apiSecret,
      ...(caFile === null ? {} : { LEAT_CA_FILE: caFile }),
      ...cloudVariables(run, secrets),
      LEAT_JAVA_PROPERTIES: home.javaProperties,
      KCAT_CONFIG: home.librdkafkaConf,
    },
    java: {
      'bootstrap.servers': saslSslBootstrap,
      'security.protocol': 'SASL_SSL',
      'sasl.mechanism': 'PLAIN',
      'sasl.jaas.config': `org.apache.kafka.common.security.plain.PlainLoginModule required username="${apiKey}" password="${apiSecret}";`,
      ...(caFile === null ? {} : { 'ssl.truststore.type': 'PEM', 'ssl.truststore.location': caFile }),
      ...registry,
    },
    librdkafka: {
      'bootstrap.servers': saslSslBootstrap,
      'security.protocol': 'SASL_SSL',
      'sasl.mechanisms': 'PLAIN',
      'sasl.username': apiKey,
      'sasl.password': apiSecret,
      ...(caFile === null ? {} : { 'ssl.ca.location': caFile }),
    },
    registry,
    node: caFile === null ? {} : { NODE_EXTRA_CA_CERTS: caFile },
  }
}

/** The cloud: where it is, who its first admin is, and the keys made with it. */
function cloudVariables({ cloud }: RunFile, { cloud: key, audit, registry, admin }: Secrets): Readonly<Record<string, string>> {
  return {
    ...(cloud.controlPlane === null ? {} : { LEAT_CONTROL_PLANE: cloud.controlPlane, LEAT_REST_ENDPOINT: cloud.controlPlane }),
    LEAT_ORGANIZATION: cloud.organization,
    LEAT_ENVIRONMENT: cloud.environment,
    LEAT_EMAIL: cloud.email,
    LEAT_PASSWORD: admin.password,
    LEAT_CLOUD_API_KEY: key.apiKey,
    LEAT_CLOUD_API_SECRET: key.apiSecret,
    LEAT_SCHEMA_REGISTRY: cloud.schemaRegistry,
    ...(cloud.schemaRegistryCluster === null ? {} : { LEAT_SCHEMA_REGISTRY_CLUSTER: cloud.schemaRegistryCluster }),
    LEAT_SCHEMA_REGISTRY_API_KEY: registry.apiKey,
    LEAT_SCHEMA_REGISTRY_API_SECRET: registry.apiSecret,
    LEAT_AUDIT_BOOTSTRAP: cloud.auditBootstrap,
    LEAT_AUDIT_API_KEY: audit.apiKey,
    LEAT_AUDIT_API_SECRET: audit.apiSecret,
  }
}
