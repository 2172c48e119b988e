import {
  type Connection,
  confluentJavaScript,
  hocon,
  javaProperties,
  javaWithRegistry,
  kafkajs,
  librdkafka,
  platformatic,
  pythonWithRegistry,
  restProxy,
  springBoot,
} from './templates.ts'

export interface Language {
  /** As people write it. */
  readonly name: string
  readonly render: (connection: Connection) => string
  /** Its clients speak with a Schema Registry by settings in the same file. */
  readonly takesRegistry?: true
}

/** Those of the stock CLI, and the JavaScript clients people use by now. */
export const LANGUAGES: Readonly<Record<string, Language>> = {
  clojure: { name: 'Clojure', render: javaProperties },
  'confluent-kafka-javascript': { name: 'JavaScript (@confluentinc/kafka-javascript)', render: confluentJavaScript },
  cpp: { name: 'C/C++', render: librdkafka },
  csharp: { name: 'C#', render: librdkafka },
  go: { name: 'Go', render: librdkafka },
  groovy: { name: 'Groovy', render: javaProperties },
  java: { name: 'Java', render: javaWithRegistry, takesRegistry: true },
  kafkajs: { name: 'JavaScript (kafkajs)', render: kafkajs },
  kotlin: { name: 'Kotlin', render: javaProperties },
  ktor: { name: 'Ktor', render: hocon, takesRegistry: true },
  nodejs: { name: 'Node.js (node-rdkafka)', render: librdkafka },
  platformatic: { name: 'JavaScript (@platformatic/kafka)', render: platformatic },
  python: { name: 'Python', render: pythonWithRegistry, takesRegistry: true },
  restapi: { name: 'REST API', render: restProxy },
  ruby: { name: 'Ruby', render: librdkafka },
  rust: { name: 'Rust', render: librdkafka },
  scala: { name: 'Scala', render: javaProperties },
  springboot: { name: 'Spring Boot', render: springBoot, takesRegistry: true },
}
