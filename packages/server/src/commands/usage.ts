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
                         plane BASE-71 (9021), audit log BASE-72 (9020), Schema Registry BASE-1011 (8081),
                         further clusters from BASE+8 (9100)
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
  console: {
    summary: 'print a link that opens the web console, logged in',
    page: `./leat console [options]

${HOME}

The link is good once, and only while this Leat runs.

Example
  ./leat console
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
  registry: {
    summary: 'a Schema Registry by itself, on any Kafka; several make a group',
    page: `./leat registry --bootstrap HOST:PORT[,HOST:PORT] [options]
./leat registry promote [--url URL] [--ca FILE]

  --config FILE          the properties of the registry everyone runs, by their names; options come first
  --listen URL           http://HOST:PORT or https://HOST:PORT (default: http://127.0.0.1:8081)
  --anonymous            needed to listen beyond this machine: there are no logins, whoever reaches it may change schemas
  --host-name HOST --host-port PORT
                         where other nodes reach this one (default: where it listens)
  --allow-host NAME      a name that clients use for it, beside those above; may come several times
  --cert FILE --key FILE its certificate for https (PEM)
  --topic NAME           its log (default: _schemas)
  --replication-factor N of the topic, when it is made (default: 3, or as many as there are brokers)
  --group NAME           its group (default: schema-registry)
  --eligible false       it never becomes primary; it needs no right to write
  --sticky true|false    a primary stays when others join (default: among Leat nodes); the same on all nodes
  --tls, --ca FILE       TLS to Kafka; the file (PEM) signs the brokers' certificates
  --user NAME --password TEXT
                         SASL PLAIN; or the password in LEAT_REGISTRY_PASSWORD
  --peer-ca FILE         signs the certificates of other nodes
  --behaves-as 7|8       answers and records as of this release (default: 8)
  --json                 one line of JSON on standard output when it serves

/leat/ready answers 200 when it serves reads and writes, and says what is missing otherwise.
promote makes a node that ran with --eligible false, in a second datacenter with a mirror of the log, the primary. On its machine, after the
mirror was stopped.

Examples
  ./leat registry --bootstrap localhost:9092
  ./leat registry --bootstrap kafka-1:9093 --ca ca.pem --user KEY --password SECRET --listen http://0.0.0.0:8081 --anonymous --host-name registry-1
  ./leat registry --config schema-registry.properties
  ./leat registry promote
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
