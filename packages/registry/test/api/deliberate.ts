/** Where the registry answers otherwise than the one everyone runs (and the Java libraries behind it), on purpose, beyond `differences.ts`. `docs/parity.md` lists them. */

export interface DeliberateDifference {
  readonly title: string
  readonly reason: string
}

export const DELIBERATE: Readonly<Record<'REST' | 'Log' | 'Nodes' | 'Avro' | 'JSON Schema' | 'Protobuf', readonly DeliberateDifference[]>> =
  {
    REST: [
      {
        title: 'No DEK registry, no exporters, no catalog',
        reason:
          '404 that says so. Tags within schemas belong to the catalog: a registration that brings some is refused, not stripped of them; `findTags` is ignored.',
      },
      { title: 'Associations are none', reason: 'Lists are empty and changes refused, so that serializers that ask for them go on.' },
      { title: 'A number that is none is 400', reason: 'In a query the other registry answers 404, as if the path were unknown.' },
      {
        title: 'What may not be seen is refused by name',
        reason:
          '403, whether the subject is there or not, so that nobody learns it by asking. An id whose subjects may all not be seen is not there (404).',
      },
      {
        title: 'Reading and comparing a schema ends after 10 seconds',
        reason: 'It runs on a thread that can be ended. The other registry goes on for as long as it takes, with everybody waiting.',
      },
      {
        title: 'Essentials and Advanced hold 20,000 versions each',
        reason: 'Nobody bills the versions that Essentials has beyond its free 100.',
      },
      {
        title: 'On loopback, a request without credentials is the operator’s',
        reason:
          'In the registry of the first environment, as on the PLAINTEXT listener of Kafka. A registry that runs alone has no logins, and listens elsewhere only when told so.',
      },
    ],
    Log: [
      {
        title: 'An id is never given again',
        reason:
          'The other registry knows only the ids that its log still holds, and gives the highest again once its version was deleted for good. Here a NOOP key with the subject of its context keeps the highest id; other registries pass it over.',
      },
      {
        title: 'A deleted subject is marked up to its highest version, deleted ones too',
        reason:
          'The other registry writes the highest active one. Compaction keeps this record alone, and what an earlier one deleted must stay deleted.',
      },
      {
        title: 'An entity that others wrote under another key is deleted with it',
        reason:
          'Karapace and Redpanda order the fields of keys otherwise. Without a tombstone of its own such a record would be read again once ours is gone.',
      },
    ],
    Nodes: [
      {
        title: 'A primary that was paused cannot write',
        reason: 'The writer’s epoch fences it. The other registry checks nothing, and readers throw away what comes twice.',
      },
      {
        title: 'A dead primary is replaced within two seconds',
        reason: 'Nodes probe it and take it out of the group. With other registries in the group its session of 10 seconds rules.',
      },
      {
        title: 'A write waits for a primary',
        reason: 'Up to 5 seconds, then 50004. The other registry answers 50004 at once, in each rolling restart.',
      },
      {
        title: 'A follower needs no right to write',
        reason: 'It asks where the log ends. The other registry produces a record at each start and waits until it reads it.',
      },
      {
        title: 'A request is not forwarded in circles',
        reason:
          'What another node has forwarded says so in a header of ours, and one that is not primary answers 50003. `X-Forward` proves nothing: clients send it.',
      },
      {
        title: 'The primary stays when a node joins',
        reason:
          'Among Leat nodes, unless told otherwise. The other registry moves it to the smallest address unless `leader.election.sticky` is set everywhere.',
      },
    ],
    Avro: [
      {
        title: 'Texts that are no JSON are refused in our own words',
        reason: 'With line and column. What Avro could not resolve it names by a number; we name the type.',
      },
      { title: 'Doubles print as JDK 19 and newer print them', reason: 'JDK 17 prints some with a digit too many.' },
      { title: 'A property beyond 64 bits is kept', reason: 'Of a record, array or map. In Avro such an integer is an error.' },
      { title: 'A record named `array` keeps its definition', reason: 'Beside a reference to an array it loses it in Avro.' },
    ],
    'JSON Schema': [
      { title: 'A text with something after its value is refused', reason: 'Jackson ignores the rest.' },
      {
        title: 'Nothing is fetched',
        reason:
          'A `$ref` reaches the text itself, the schemas it refers to by `references`, and the published meta-schemas. One to a nested `$id` relative to the root’s resolves; Java would go to the network.',
      },
      { title: '`multipleOf` is compared exactly', reason: 'Java truncates to integers and fails on 0.5.' },
      {
        title: 'A reference to a reference is followed to its end',
        reason: 'Two that only refer to each other admit everything.',
      },
      { title: 'Findings stand in the order of the keys in the texts', reason: 'In Java it is that of its hash tables.' },
      {
        title: 'Java’s regular expressions are checked by a translation',
        reason:
          'Blocks (`\\p{InGreek}`), classes within classes and `&&` are taken as valid and never tried. No expression of more than 4,096 characters is taken.',
      },
      {
        title: 'A comparison of more than 500,000 pairs is incompatible',
        reason: 'One finding, COMPARISON_LIMIT_EXCEEDED. In Java it goes on.',
      },
    ],
    Protobuf: [
      {
        title: 'Some messages of the parser are ours',
        reason: 'Wire counts columns from 0 there, points behind the place, or prints its own insides. All others are its own.',
      },
      {
        title: 'Names in a message with more than eight to a hash bucket stand in another order',
        reason: 'Findings come in the order of Java’s hash sets; that of the trees its buckets then become is not told apart.',
      },
    ],
  }
