/**
 * What lies in a platform's data directory:
 *
 *   leat.json            format version, ids of the first and of the system cluster, when it was made, the seed if there was one,
 *                        whether the control plane is stopped
 *   secrets.json   0600  the first admin's password and keys, the audit log's key, what tokens are signed with, the CA's private key
 *   ca.pem               what clients trust
 *   tls/server.pem       the listener's certificate
 *   tls/server-key.pem 0600
 *   clients/*      0600  settings files for client families, with the secret in them
 *   clusters/<lkc>/      data of each Kafka cluster; of the system cluster too, which keeps the control plane's state
 *   confluent-cli/       home of the stock CLI under ./leat confluent
 *   run.json             who runs now and where it listens; absent after a clean stop
 *   leat.sock            lock of the directory, and the door for status and down
 */
export interface HomeLayout {
  readonly dir: string
  readonly identity: string
  readonly secrets: string
  readonly ca: string
  readonly tlsDir: string
  readonly serverCertificate: string
  readonly serverKey: string
  readonly clientsDir: string
  readonly javaProperties: string
  readonly librdkafkaConf: string
  readonly clustersDir: string
  readonly confluentHome: string
  readonly run: string
  readonly socket: string
}

export function homeLayout(dir: string): HomeLayout {
  return {
    dir,
    identity: `${dir}/leat.json`,
    secrets: `${dir}/secrets.json`,
    ca: `${dir}/ca.pem`,
    tlsDir: `${dir}/tls`,
    serverCertificate: `${dir}/tls/server.pem`,
    serverKey: `${dir}/tls/server-key.pem`,
    clientsDir: `${dir}/clients`,
    javaProperties: `${dir}/clients/java.properties`,
    librdkafkaConf: `${dir}/clients/librdkafka.conf`,
    clustersDir: `${dir}/clusters`,
    confluentHome: `${dir}/confluent-cli`,
    run: `${dir}/run.json`,
    socket: `${dir}/leat.sock`,
  }
}

/** Files that nobody but the owner may read. */
export function privateFiles(home: HomeLayout): readonly string[] {
  return [home.secrets, home.serverKey, home.javaProperties, home.librdkafkaConf]
}

/** Owner only: what is inside is worth as much as the cluster. */
export const PRIVATE_DIR_MODE = 0o700
export const PRIVATE_FILE_MODE = 0o600
export const PUBLIC_FILE_MODE = 0o644
