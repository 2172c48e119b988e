import type { Script } from '../script.ts'
import { configs } from './configs.ts'
import { createTopics } from './create-topics.ts'
import { deleteTopics } from './delete-topics.ts'
import { fetchErrors } from './fetch-errors.ts'
import { fetchSessions } from './fetch-sessions.ts'
import { groupAdmin } from './group-admin.ts'
import { idempotence } from './idempotence.ts'
import { joins } from './joins.ts'
import { listOffsets } from './list-offsets.ts'
import { metadata } from './metadata.ts'
import { offsets } from './offsets.ts'
import { produceErrors } from './produce-errors.ts'
import { transactionalIds } from './transactional-ids.ts'

/** In the order they are played. */
export const SCRIPTS: readonly Script[] = [
  produceErrors,
  idempotence,
  transactionalIds,
  fetchErrors,
  fetchSessions,
  listOffsets,
  createTopics,
  deleteTopics,
  configs,
  metadata,
  joins,
  groupAdmin,
  offsets,
]

/** The one script that is no sequence of requests: see `raw.ts`. */
export const RAW_BYTES = 'raw-bytes'
