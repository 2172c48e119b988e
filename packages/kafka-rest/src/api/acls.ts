import { endpoint } from '@leat/rest'
import * as v from 'valibot'
import { CLUSTER, KAFKA, KafkaString, listOf, resource } from './resource.ts'

/** Each table in the order of the codes on the wire. */
export const ACL_RESOURCE_TYPES = ['UNKNOWN', 'ANY', 'TOPIC', 'GROUP', 'CLUSTER', 'TRANSACTIONAL_ID', 'DELEGATION_TOKEN'] as const
export const ACL_PATTERN_TYPES = ['UNKNOWN', 'ANY', 'MATCH', 'LITERAL', 'PREFIXED'] as const
export const ACL_OPERATIONS = [
  'UNKNOWN',
  'ANY',
  'ALL',
  'READ',
  'WRITE',
  'CREATE',
  'DELETE',
  'ALTER',
  'DESCRIBE',
  'CLUSTER_ACTION',
  'DESCRIBE_CONFIGS',
  'ALTER_CONFIGS',
  'IDEMPOTENT_WRITE',
] as const
export const ACL_PERMISSIONS = ['UNKNOWN', 'ANY', 'DENY', 'ALLOW'] as const

export const AclData = resource('KafkaAcl', {
  cluster_id: v.string(),
  resource_type: v.picklist(ACL_RESOURCE_TYPES),
  resource_name: v.string(),
  pattern_type: v.picklist(ACL_PATTERN_TYPES),
  principal: v.string(),
  host: v.string(),
  operation: v.picklist(ACL_OPERATIONS),
  permission: v.picklist(ACL_PERMISSIONS),
})
export type AclData = v.InferOutput<typeof AclData>

const AclDataList = listOf('KafkaAclList', AclData)

const word = <const Words extends readonly string[]>(words: Words) => v.pipe(v.string(), v.toUpperCase(), v.picklist(words))

export const CreateAclRequestData = v.object({
  resource_type: word(ACL_RESOURCE_TYPES),
  resource_name: KafkaString,
  pattern_type: word(ACL_PATTERN_TYPES),
  principal: KafkaString,
  host: KafkaString,
  operation: word(ACL_OPERATIONS),
  permission: word(ACL_PERMISSIONS),
})
export type CreateAclRequestData = v.InferOutput<typeof CreateAclRequestData>

const AclFilter = {
  resource_type: v.optional(word(ACL_RESOURCE_TYPES)),
  resource_name: v.optional(KafkaString),
  pattern_type: v.optional(word(ACL_PATTERN_TYPES)),
  principal: v.optional(KafkaString),
  host: v.optional(KafkaString),
  operation: v.optional(word(ACL_OPERATIONS)),
  permission: v.optional(word(ACL_PERMISSIONS)),
}

/** Bounds the one request to Kafka that a batch becomes, beside the limit of the body. */
const ACLS_PER_BATCH_MAX = 1_000

const ACLS = `${CLUSTER}/acls` as const

export const getKafkaAcls = endpoint({
  ...KAFKA,
  id: 'getKafkaAcls',
  method: 'GET',
  path: ACLS,
  summary: 'List ACLs',
  query: AclFilter,
  returns: { status: 200, schema: AclDataList },
})

export const createKafkaAcls = endpoint({
  ...KAFKA,
  id: 'createKafkaAcls',
  method: 'POST',
  path: ACLS,
  summary: 'Create an ACL',
  body: CreateAclRequestData,
  returns: { status: 201, schema: null },
})

export const batchCreateKafkaAcls = endpoint({
  ...KAFKA,
  id: 'batchCreateKafkaAcls',
  method: 'POST',
  path: `${ACLS}:batch`,
  summary: 'Batch Create ACLs',
  body: v.object({ data: v.pipe(v.array(CreateAclRequestData), v.maxLength(ACLS_PER_BATCH_MAX)) }),
  returns: { status: 201, schema: null },
})

export const deleteKafkaAcls = endpoint({
  ...KAFKA,
  id: 'deleteKafkaAcls',
  method: 'DELETE',
  path: ACLS,
  summary: 'Delete ACLs',
  query: AclFilter,
  returns: { status: 200, schema: v.object({ data: v.array(AclData) }) },
})
