import type { Operation } from '@leat/rest'
import {
  getKafkaShareGroup,
  getKafkaShareGroupConsumer,
  listKafkaShareGroupConsumerAssignments,
  listKafkaShareGroupConsumers,
  listKafkaShareGroups,
} from '../api/share-groups.ts'
import type { KafkaRest } from '../door.ts'
import { answer, onCluster } from '../on-cluster.ts'
import { notFound } from '../problems.ts'

/** A cluster without share groups. */
export function shareGroupOperations(rest: KafkaRest): Operation[] {
  const byName = [getKafkaShareGroup, listKafkaShareGroupConsumers, getKafkaShareGroupConsumer, listKafkaShareGroupConsumerAssignments]
  return [
    onCluster(rest, listKafkaShareGroups, async ({ links }) =>
      answer({ kind: 'KafkaShareGroupList', metadata: { self: links.self('share-groups'), next: null }, data: [] }),
    ),

    ...byName.map((of) => onCluster(rest, of, async (_, { params }) => notFound(`Share Group ${params.group_id} could not be found.`))),
  ]
}
