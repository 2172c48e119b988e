/** Where what is served is not what the published document says, and why. */

/** Operations the document does not have. */
export const UNPUBLISHED: Readonly<Record<string, string>> = {
  'GET /kafka/v3/clusters': 'Kafka REST itself has it, and clients begin with it',
  'GET /kafka/v3/clusters/{cluster_id}/brokers': 'every cluster, group and replica links to brokers',
  'GET /kafka/v3/clusters/{cluster_id}/brokers/{broker_id}': 'every cluster, group and replica links to brokers',
  'GET /kafka/v3/clusters/{cluster_id}/consumer-groups/{consumer_group_id}/consumers/{consumer_id}/assignments':
    'every consumer links to its assignments; the schema is in the document',
}

/** Operations of the document that are not served: 404 in Kafka REST's words. */
export const NOT_SERVED: readonly (readonly [RegExp, string])[] = [
  [/^POST .*\/mirrors:/, 'cluster links are an issue of their own'],
  [/^GET .*\/streams-groups/, 'there are no streams groups (KIP-1071) here'],
]

/** Operations whose body is not looked at, because the answer is the same for any. */
export const BODY_NOT_TAKEN: readonly (readonly [RegExp, string])[] = [[/\/links/, 'there is no link, and none can be made']]

/** Statuses the document does not list for the operation. */
export const STATUSES: readonly (readonly [RegExp, number, string])[] = [
  [/^(POST|PUT|PATCH) /, 422, 'a value of the right type that cannot be: all APIs of Leat say 422, Kafka REST says 400'],
  [/^GET .*\/broker-configs\/\{name\}$/, 404, 'a setting that is not set for all brokers is not there'],
  [/^GET .*\/consumer-groups\/\{/, 404, 'an unknown group, consumer or lag'],
  [/^PATCH .*\/topics\/\{topic_name\}$/, 404, 'an unknown topic'],
  [/\/(links|share-groups)\/\{/, 404, 'there are none'],
  [/^POST .*\/links$/, 404, 'cluster links are an issue of their own'],
  [/^GET .*\/default-configs$/, 403, 'who may not create the topic is not told what it would be'],
]

/** Fields of requests whose absence is answered by Kafka REST's own check, not by the schema. */
export const CHECKED_BY_LOGIC: Readonly<Record<string, readonly string[]>> = {
  'DELETE /kafka/v3/clusters/{cluster_id}/acls': ['resource_type', 'pattern_type', 'operation', 'permission'],
}

/** Parameters that are not declared, because they are about what a cluster without links cannot have. Unknown parameters are ignored. */
export const NOT_DECLARED: ReadonlySet<string> = new Set([
  'include_tasks',
  'mirror_status',
  'include_state_transition_errors',
  'link_name',
  'validate_only',
  'validate_link',
  'force',
])
