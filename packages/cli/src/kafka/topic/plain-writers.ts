import { ok, type Result } from '@leat/base'
import type { Header } from '@leat/wire/records'

/** Makes the bytes of a key or value from what was typed; fails with what is wrong with it. */
export type Writer = (text: string) => Result<Buffer, string>

export interface Writers {
  readonly key: Writer
  readonly value: Writer
  /** Of every record: those that name the schemas, where they are not named in front of key and value. */
  readonly headers: readonly Header[]
  /** Then the delimiter may stand in the key itself. */
  readonly keyIsJson: boolean
}

export const asTyped: Writer = (text) => ok(Buffer.from(text))

export const PLAIN_WRITERS: Writers = { key: asTyped, value: asTyped, headers: [], keyIsJson: false }
