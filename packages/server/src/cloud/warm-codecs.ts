import { type Api, decodeResponse, encodeRequest, WireError } from '@leat/wire'
import { Fetch } from '@leat/wire/messages/01-fetch'
import { InitProducerId } from '@leat/wire/messages/22-init-producer-id'
import { ListOffsets } from '@leat/wire/messages/02-list-offsets'
import { Metadata } from '@leat/wire/messages/03-metadata'
import { DescribeConfigs } from '@leat/wire/messages/32-describe-configs'
import { Produce } from '@leat/wire/messages/00-produce'

/** What a store asks for when it opens. */
const ASKED: readonly Api[] = [Metadata, DescribeConfigs, ListOffsets, Fetch, InitProducerId, Produce]

/**
 * Codecs are compiled at their first use, some 5 ms each: done while the data thread loads, nothing waits for it. Our engine serves the newest
 * versions; where it did not, the right ones would be compiled later.
 */
export function warmCodecs(): void {
  for (const api of ASKED) {
    const version = api.latestVersionUnstable === true ? api.versions[1] - 1 : api.versions[1]
    try {
      encodeRequest(api, version, {})
      decodeResponse(api, version, EMPTY, 0)
    } catch (error) {
      // Nothing was there to read.
      if (!(error instanceof WireError)) throw error
    }
  }
}

const EMPTY = Buffer.alloc(0)
