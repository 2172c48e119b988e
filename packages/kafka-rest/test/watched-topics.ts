import type { NodeId } from '@leat/base'
import { backendTransport } from '@leat/client'
import type { TopicView } from '@leat/edge'
import { ApiKey, type Backend } from '@leat/wire'
import { Metadata, type MetadataResponse } from '@leat/wire/messages/03-metadata'

const CHANGING: ReadonlySet<number> = new Set([ApiKey.CreateTopics, ApiKey.CreatePartitions, ApiKey.DeleteTopics])

/** A backend whose topics the authorizer can see: looked at again after every change, before its answer is given. */
export async function watchedTopics(backend: Backend, node: NodeId): Promise<{ readonly backend: Backend; readonly topics: TopicView }> {
  const session = {
    principal: { type: 'User', name: 'watch' },
    tenant: null,
    listener: 'system',
    node,
    clientHost: '/127.0.0.1',
    connectionId: 'watch',
    signal: new AbortController().signal,
  }
  const transport = backendTransport({ backend, session, clientId: null })
  let seen: MetadataResponse['topics'] = []
  const look = async (): Promise<void> => {
    seen = (await transport.call(Metadata, { topics: null, allowAutoTopicCreation: false })).topics
  }
  await look()
  return {
    backend: {
      apis: backend.apis,
      features: backend.features,
      async dispatch(call) {
        const reply = await backend.dispatch(call)
        if (CHANGING.has(call.api.key)) await look()
        return reply
      },
    },
    topics: {
      nameOf: (id) => seen.find(({ topicId }) => topicId === id)?.name ?? null,
      partitionsOf: (name) => seen.find((topic) => topic.name === name)?.partitions.length ?? null,
      names: () => seen.map(({ name }) => name ?? ''),
      partitionCount: () => seen.filter(({ isInternal }) => !isInternal).reduce((sum, { partitions }) => sum + partitions.length, 0),
      autoCreation: false,
      defaultPartitions: 1,
    },
  }
}
