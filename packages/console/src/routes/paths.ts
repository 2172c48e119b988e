/** Addresses that several features build on. */
export const ENVIRONMENT = '/environments/$environment'
export const CLUSTER = '/environments/$environment/clusters/$cluster'
export const TOPICS = '/environments/$environment/clusters/$cluster/topics'
/** A topic opens with its records. */
export const TOPIC = '/environments/$environment/clusters/$cluster/topics/$topic'
