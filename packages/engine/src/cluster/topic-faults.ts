import { ErrorCode } from '@leat/wire'

/** Why a change of the metadata is refused: Kafka's code, and a sentence for people. */
export interface Refusal {
  readonly code: number
  readonly message: string
}

export function refuse(code: number, message: string): Refusal {
  return { code, message }
}

export const DUPLICATE_TOPIC = refuse(ErrorCode.INVALID_REQUEST, 'Duplicate topic name.')

/** Names that occur more than once. */
export function duplicatesOf(names: readonly string[]): Set<string> {
  const seen = new Set<string>()
  return new Set(names.filter((name) => seen.size === seen.add(name).size))
}
