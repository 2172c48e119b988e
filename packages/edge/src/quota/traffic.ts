import type { Bytes } from '@leat/base'

/** What an edge has seen since it was opened, of clients and of callers within the process; frames with their sizes as on the wire. */
export interface Traffic {
  requests: number
  ingressBytes: Bytes
  egressBytes: Bytes
}

export function noTraffic(): Traffic {
  return { requests: 0, ingressBytes: 0, egressBytes: 0 }
}
