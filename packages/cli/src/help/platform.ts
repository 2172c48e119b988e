/** Commands that start and look after a Leat. They are not this part's: `packages/server` has them, and a test compares. */
export const PLATFORM_COMMANDS: Readonly<Record<string, string>> = {
  up: 'start the cloud: control plane, a Kafka cluster, keys',
  status: 'say whether it runs, and where it listens',
  down: 'stop it; its data stays',
  env: 'print the settings that clients need: Java, librdkafka, Node, the cloud',
  console: 'print a link that opens the web console, logged in',
  control: 'stop or start the control plane; Kafka clusters serve on',
  confluent: 'run the stock Confluent CLI against this Leat',
  'terraform-env': "print the variables of Confluent's Terraform provider",
  registry: 'a Schema Registry by itself, on any Kafka; several make a group',
  doctor: 'find out why clients cannot connect: listeners, TLS, SASL, ports, permissions',
}
