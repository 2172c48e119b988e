import type { ConfigRules, ResourceType } from '@leat/access'
import type { Api, Backend, Call, EntityType, Reply } from '@leat/wire'
import type { AclApis } from '../acls/acl-apis.ts'
import type { Asking } from './asker.ts'
import type { FetchSessions } from './fetch-sessions.ts'
import type { PartitionCap } from './partition-cap.ts'
import type { TopicView } from './topic-view.ts'

/** What rules work with. */
export interface Step {
  readonly backend: Backend
  readonly asking: Asking
  readonly topics: TopicView
  readonly fetchSessions: FetchSessions
  readonly partitionCap: PartitionCap
  readonly configRules: () => ConfigRules | null
  readonly acls: AclApis
}

/**
 * How one API is authorized. `handle` is called with sessions that are asked, never with trusted ones. It calls the backend's `dispatch`, if at all, before it
 * first yields: order of arrival stays order of effect (D7).
 */
export interface ApiRule {
  readonly api: Api
  /** What it asks for, in words: `docs/authorization.md` renders it. */
  readonly asks: string
  handle(step: Step, call: Call): Promise<Reply>
}

/** The kinds of entity that are resources of authorization. */
export const RESOURCE_OF = { topicName: 'topic', groupId: 'group', transactionalId: 'transactional-id' } as const satisfies Partial<
  Record<EntityType, ResourceType>
>
export type ResourceEntity = keyof typeof RESOURCE_OF
