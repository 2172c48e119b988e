import type { Said } from '../link/conversation.ts'
import { linkPair } from '../link/local-pair.ts'
import { serveDataHost } from './host.ts'
import type { DataLink } from './link.ts'
import type { DataPorts } from './ports.ts'

/** The data side in the caller's own thread, on the caller's ports: how tests give it a virtual clock, a memory disk or a faulty one. */
export function startLocalData(ports: DataPorts): DataLink {
  const [control, data] = linkPair<Said, Said>()
  serveDataHost(data, ports, () => {})
  return { ...control, end: async () => {} }
}
