/** Where ids stand on a command line: by command for its first argument, by flag for its value. A test holds the commands to those that there are. */
export type IdKind = 'api-key' | 'cluster' | 'environment' | 'service-account' | 'topic'

export const FLAG_IDS: Readonly<Record<string, IdKind>> = {
  'api-key': 'api-key',
  cluster: 'cluster',
  'cloud-cluster': 'cluster',
  environment: 'environment',
  'kafka-cluster': 'cluster',
  resource: 'cluster',
  'service-account': 'service-account',
  topic: 'topic',
}

export const ARGUMENT_IDS: Readonly<Record<string, IdKind>> = {
  'api-key delete': 'api-key',
  'api-key describe': 'api-key',
  'api-key store': 'api-key',
  'api-key update': 'api-key',
  'api-key use': 'api-key',
  'environment delete': 'environment',
  'environment describe': 'environment',
  'environment update': 'environment',
  'environment use': 'environment',
  'iam service-account delete': 'service-account',
  'iam service-account describe': 'service-account',
  'iam service-account update': 'service-account',
  'kafka cluster delete': 'cluster',
  'kafka cluster describe': 'cluster',
  'kafka cluster update': 'cluster',
  'kafka cluster use': 'cluster',
  'kafka topic configuration list': 'topic',
  'kafka topic consume': 'topic',
  'kafka topic delete': 'topic',
  'kafka topic describe': 'topic',
  'kafka topic produce': 'topic',
  'kafka topic update': 'topic',
}
