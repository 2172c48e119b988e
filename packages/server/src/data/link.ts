import type { Link } from '@leat/base'
import type { Said } from '../link/conversation.ts'

/** The link to the data thread, or to a data host in this thread. */
export interface DataLink extends Link<Said, Said> {
  /** Ends the other side if it still runs. */
  end(): Promise<void>
}
