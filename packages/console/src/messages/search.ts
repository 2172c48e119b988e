import { natural, oneOf, text, yes } from '../routes/search.ts'

export const FORMATS = ['auto', 'json', 'text', 'hex', 'avro', 'jsonschema', 'protobuf'] as const

/** The state of the messages page: all of it stands in the address. */
export interface BrowseSearch {
  readonly from?: string | undefined
  readonly partition?: number | undefined
  readonly key?: string | undefined
  readonly text?: string | undefined
  readonly filter?: string | undefined
  readonly key_format?: (typeof FORMATS)[number] | undefined
  readonly value_format?: (typeof FORMATS)[number] | undefined
  readonly follow?: true | undefined
  readonly limit?: number | undefined
  /** The record that is open: `partition/offset`. */
  readonly open?: string | undefined
  /** JSON paths that are columns, divided by commas. */
  readonly pin?: string | undefined
}

export function browseSearch(search: Readonly<Record<string, unknown>>): BrowseSearch {
  return {
    from: text(search['from']),
    partition: natural(search['partition']),
    key: text(search['key']),
    text: text(search['text']),
    filter: text(search['filter']),
    key_format: oneOf(FORMATS, search['key_format']),
    value_format: oneOf(FORMATS, search['value_format']),
    follow: yes(search['follow']),
    limit: natural(search['limit']),
    open: text(search['open']),
    pin: text(search['pin']),
  }
}
