/** What `--help` shows. Each command: one line for the list, and its own page. */
export interface Usage {
  readonly summary: string
  readonly page: string
}

const HOME = `  --name NAME            which platform (default: "default")
  --data-dir DIR         the same by its directory`

export const USAGES = {
  up: {
    summary: 'start the cloud: control plane, a Kafka cluster, keys',
    page: `./leat up [options]

${HOME}; printed at start, kept between starts
  --ephemeral            a temporary directory, removed at exit
  --ports auto|BASE      free ports, or plaintext on BASE and SASL_SSL on BASE+1 (default: 9092);
                         brokers 2 and 3 take the two next ports each; all else moves with BASE: control
                         plane BASE-71 (9021), audit log BASE-72 (9020), further clusters from BASE+8 (9100)
  --bind ADDR            SASL_SSL listens on this address too, and with --tls the control plane;
                         0.0.0.0 for all (default: loopback only)
  --advertise HOST       the host that SASL_SSL clients are told; certificates are made for it
  --tls                  HTTPS for control plane and Kafka REST
  --cert FILE --key FILE your own server certificate (PEM) instead of one from Leat's own CA
  --no-plaintext         SASL_SSL only
  --brokers 1|3          brokers that clients see (default: 1); kept with the data
  --durability process|power
                         process: acknowledged records survive any end of Leat (default)
                         power: they survive a power loss too, and each waits for the disk
  --seed TEXT            the same ids, keys and password each time; loopback only
  --json                 one line of JSON on standard output instead of the text

Examples
  ./leat up
  ./leat up --ephemeral --ports auto --json
  ./leat up --ports 19092
  ./leat up --bind 0.0.0.0 --advertise my-laptop.lan --tls --no-plaintext
`,
  },
  status: {
    summary: 'say whether it runs, and where it listens',
    page: `./leat status [options]

${HOME}

Exits with 0 when it runs and 3 when it does not.

Example
  ./leat status --name orders
`,
  },
  down: {
    summary: 'stop it; its data stays',
    page: `./leat down [options]

${HOME}
  --wipe                 remove the data too, for good

Examples
  ./leat down
  ./leat down --name orders --wipe
`,
  },
  env: {
    summary: 'print the settings that clients need: Java, librdkafka, Node, the cloud',
    page: `./leat env [options]

${HOME}
  --format sh|json|dotenv (default: sh)

Examples
  eval "$(./leat env)"
  kcat -L                                             (reads KCAT_CONFIG)
  kafka-topics.sh --bootstrap-server "$LEAT_SASL_SSL_BOOTSTRAP" --command-config "$LEAT_JAVA_PROPERTIES" --list
  ./leat env --format dotenv > .env
  ./leat env --format json | jq .librdkafka
`,
  },
  control: {
    summary: 'stop or start the control plane; Kafka clusters serve on',
    page: `./leat control stop|start [options]

${HOME}

Stopped: control plane and Kafka REST are closed, ACLs cannot be changed, everything else serves on with what it knows. It holds over
restarts.

Examples
  ./leat control stop
  ./leat control start --name orders
`,
  },
  confluent: {
    summary: 'run the stock Confluent CLI against this Leat',
    page: `./leat confluent [options] ARGUMENTS...

${HOME}

Runs the "confluent" on the PATH in a home of its own below the data directory: your real cloud's configuration is neither read nor
written. The first command logs in and chooses environment, cluster and key. Options of Leat come first.

Examples
  ./leat confluent environment list
  ./leat confluent kafka topic create orders
  ./leat confluent kafka topic consume orders --from-beginning
  ./leat confluent --name orders kafka cluster describe
`,
  },
  'terraform-env': {
    summary: "print the variables of Confluent's Terraform provider",
    page: `./leat terraform-env [options]

${HOME}
  --format sh|json|dotenv (default: sh)

The provider has no variable for its address: write  variable "endpoint" {}  and  provider "confluent" { endpoint = var.endpoint }

Examples
  eval "$(./leat terraform-env)" && terraform apply
`,
  },
  doctor: {
    summary: 'find out why clients cannot connect: listeners, TLS, SASL, ports, permissions',
    page: `./leat doctor [options]

${HOME}

Each line is a check; after a failed one stands what to do. Exits with 1 when one failed.

Example
  ./leat doctor
`,
  },
} as const satisfies Record<string, Usage>

export type CommandName = keyof typeof USAGES

export function overview(): string {
  const commands = Object.entries(USAGES).map(([name, { summary }]) => `  ./leat ${name.padEnd(13)} ${summary}`)
  return `Leat: a managed streaming cloud on your own machine, in one process

${commands.join('\n')}
  ./leat test          run all checks of this repository (conformance and bench NAME run the longer ones)

./leat COMMAND --help shows options and examples.
`
}
