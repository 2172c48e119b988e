import { endpoint } from '@leat/rest'
import * as v from 'valibot'
import { CLUSTER, KAFKA, listOf } from './resource.ts'

/** Share groups (KIP-932) do not exist here: the list is empty, and none can be found by name. */
const NoShareGroups = listOf('KafkaShareGroupList', v.never())

const GROUPS = `${CLUSTER}/share-groups` as const
const GROUP = `${GROUPS}/{group_id}` as const

export const listKafkaShareGroups = endpoint({
  ...KAFKA,
  id: 'listKafkaShareGroups',
  method: 'GET',
  path: GROUPS,
  summary: 'List Share Groups',
  returns: { status: 200, schema: NoShareGroups },
})

export const getKafkaShareGroup = endpoint({
  ...KAFKA,
  id: 'getKafkaShareGroup',
  method: 'GET',
  path: GROUP,
  summary: 'Get Share Group',
  returns: { status: 200, schema: null },
})

export const listKafkaShareGroupConsumers = endpoint({
  ...KAFKA,
  id: 'listKafkaShareGroupConsumers',
  method: 'GET',
  path: `${GROUP}/consumers`,
  summary: 'List Share Group Consumers',
  returns: { status: 200, schema: null },
})

export const getKafkaShareGroupConsumer = endpoint({
  ...KAFKA,
  id: 'getKafkaShareGroupConsumer',
  method: 'GET',
  path: `${GROUP}/consumers/{consumer_id}`,
  summary: 'Get Share Group Consumer',
  returns: { status: 200, schema: null },
})

export const listKafkaShareGroupConsumerAssignments = endpoint({
  ...KAFKA,
  id: 'listKafkaShareGroupConsumerAssignments',
  method: 'GET',
  path: `${GROUP}/consumers/{consumer_id}/assignments`,
  summary: 'List Share Group Consumer Assignments',
  returns: { status: 200, schema: null },
})
