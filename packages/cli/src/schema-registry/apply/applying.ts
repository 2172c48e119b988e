import type { Result } from '@leat/base'
import type { Complaint } from '../../complaint.ts'
import type { AskRegistry } from '../../session/ask.ts'

export interface Applying {
  readonly ask: AskRegistry
  readonly dryRun: boolean
  readonly normalize: boolean
  /** Asks again when the registry is asked too often. */
  readonly patiently: <T>(ask: () => Promise<Result<T, Complaint>>) => Promise<Result<T, Complaint>>
}
