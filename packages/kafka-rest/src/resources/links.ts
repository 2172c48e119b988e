import type { Operation } from '@leat/rest'
import { createKafkaLink, linkOperationsByName, listKafkaLinks, listKafkaMirrorTopics } from '../api/links.ts'
import type { KafkaRest } from '../door.ts'
import { answer, onCluster } from '../on-cluster.ts'
import { notFound } from '../problems.ts'

/** A cluster without links: the truth until there are any. */
export function linkOperations(rest: KafkaRest): Operation[] {
  return [
    onCluster(rest, listKafkaLinks, async ({ links }) =>
      answer({ kind: 'KafkaLinkDataList', metadata: { self: links.self('links'), next: null }, data: [] }),
    ),

    onCluster(rest, listKafkaMirrorTopics, async ({ links }) =>
      answer({ kind: 'KafkaMirrorDataList', metadata: { self: links.self('links', '-', 'mirrors'), next: null }, data: [] }),
    ),

    onCluster(rest, createKafkaLink, async () => notFound('Cluster links are not available here.')),

    ...linkOperationsByName.map((of) =>
      onCluster(rest, of, async (_, { params }) => notFound(`Cluster link ${params.link_name} cannot be found.`)),
    ),
  ]
}
