/** What `--help` shows. Each command: one line for the list, and its own page. */
export interface Usage {
  readonly summary: string
  readonly page: string
}

const HOME = `  --name NAME            which platform (default: "default")
  --data-dir DIR         the same by its directory`

export const USAGES = {
  up: {
    summary: 'start a Kafka that real clients take for Apache Kafka',
    page: `./leat up [options]

${HOME}; printed at start, kept between starts
  --ephemeral            a temporary directory, removed at exit
  --ports auto|BASE      free ports, or plaintext on BASE and SASL_SSL on BASE+1 (default: 9092);
                         brokers 2 and 3 take the two next ports each
  --bind ADDR            SASL_SSL listens on this address too; 0.0.0.0 for all (default: loopback only)
  --advertise HOST       the host that SASL_SSL clients are told; certificates are made for it
  --cert FILE --key FILE your own server certificate (PEM) instead of one from Leat's own CA
  --no-plaintext         SASL_SSL only
  --brokers 1|3          brokers that clients see (default: 1); kept with the data
  --durability process|power
                         process: acknowledged records survive any end of Leat (default)
                         power: they survive a power loss too, and each waits for the disk
  --seed TEXT            the same cluster id, API key and topic ids each time; loopback only
  --json                 one line of JSON on standard output instead of the text

Examples
  ./leat up
  ./leat up --ephemeral --ports auto --json
  ./leat up --bind 0.0.0.0 --advertise my-laptop.lan --no-plaintext
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
    summary: 'print the settings that clients need: Java, librdkafka, Node',
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
  const commands = Object.entries(USAGES).map(([name, { summary }]) => `  ./leat ${name.padEnd(8)} ${summary}`)
  return `Leat: Kafka on your own machine, in one process

${commands.join('\n')}
  ./leat test     run all checks of this repository (conformance and bench NAME run the longer ones)

./leat COMMAND --help shows options and examples.
`
}
