/** Where Leat answers otherwise than Apache Kafka with its StandardAuthorizer, on purpose. `docs/parity.md` lists them. */
interface Deliberate {
  readonly title: string
  readonly reason: string
  /** Labels of the cases and steps that show it; null: none does. */
  readonly about: RegExp | null
}

export const AUTHORIZATION_DIFFERENCES: readonly Deliberate[] = [
  {
    title: 'An ACL for anything at all is an invalid request',
    reason:
      'Asked to make an ACL of type, pattern, operation or permission ANY, Apache Kafka fails with UNKNOWN_SERVER_ERROR, and with it all other ACLs of the request. We refuse that one, and say why.',
    about: /^create of (any (type|pattern|operation|permission)|a matching pattern)$/,
  },
  {
    title: 'ACLs are about what the cloud has ACLs about',
    reason:
      'Topics, groups, the cluster and transactional ids, each with the operations that a managed cluster lets one grant; principals are `User:…`. Apache Kafka keeps any operation on any resource, and delegation tokens and users besides.',
    about:
      /^create of (a delegation token|a user|an operation of (tokens|brokers)|an operation that topics do not have|another kind of principal)$/,
  },
  {
    title: 'A fetch of a refused topic has no session',
    reason:
      'Apache Kafka keeps refused partitions in the fetch session and repeats their error. Here such a fetch is answered without a session (a legal answer), and a session ends when one of its topics is not allowed any more; the client names its topics again. Data and errors are the same.',
    about: null,
  },
  {
    title: 'Refusals do not show the server’s insides',
    reason:
      'For ACLs and partition reassignments Apache Kafka’s text holds connection ids and buffers. We say that the cluster’s authorization failed.',
    about: null,
  },
]

export function isDeliberate(label: string): boolean {
  return AUTHORIZATION_DIFFERENCES.some(({ about }) => about?.test(label) === true)
}
