import { type Result, fail } from '@leat/base'
import { ErrorCode } from '@leat/wire'
import { ConnectFault, ConnectionLost } from './socket/connect-fault.ts'

export interface CallError {
  readonly code: number
  /** What the broker or the connection said, where it said something. */
  readonly detail?: string | null
}

/** The answer, or NETWORK_EXCEPTION where a connection was lost or not made: as Kafka's own clients, who wait it out like a broker's error that passes. */
export async function orLost<T, E>(answer: Promise<Result<T, E>>): Promise<Result<T, E | CallError>> {
  try {
    return await answer
  } catch (error) {
    const passes = error instanceof ConnectionLost || (error instanceof ConnectFault && error.mayPass)
    if (!passes) throw error
    return fail({ code: ErrorCode.NETWORK_EXCEPTION, detail: error.message })
  }
}
