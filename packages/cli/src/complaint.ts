import { fail, type Result } from '@leat/base'

/** Why a command did not do what it was asked for, in the user's words. Shown as `Error: TEXT`, then the suggestions. */
export interface Complaint {
  readonly text: string
  /** What to do about it; commands in double quotes. */
  readonly suggestions: readonly string[]
  /** 1 as a rule, as the `confluent` CLI has it for all errors; 130 after Ctrl-C. */
  readonly exitCode: number
  /** The HTTP status, when a server refused. */
  readonly status: number | null
}

export function complaint(text: string, ...suggestions: readonly string[]): Complaint {
  return { text, suggestions, exitCode: 1, status: null }
}

/** `return failed('no such topic', 'List topics with "leat kafka topic list".')` */
export function failed(text: string, ...suggestions: readonly string[]): Result<never, Complaint> {
  return fail(complaint(text, ...suggestions))
}

/** After Ctrl-C: nothing is said. */
export const INTERRUPTED: Complaint = { text: '', suggestions: [], exitCode: 130, status: null }
