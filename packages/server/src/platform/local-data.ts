import type { Link } from '@leat/base'
import { type DataPorts, serveDataHost } from './data-host.ts'
import type { FromData, ToData } from './messages.ts'
import type { DataLink } from './start.ts'

/** The data side in the caller's own thread, on the caller's ports: how tests give it a virtual clock, a memory disk or a faulty one. */
export function startLocalData(ports: DataPorts): DataLink {
  const [control, data] = linkPair<FromData, ToData>()
  serveDataHost(data, ports, () => {})
  return { ...control, end: async () => {} }
}

/** Two ends of a link within one thread. What is sent is copied and never arrives before the sender has returned, as between threads. */
function linkPair<A, B>(): readonly [Link<A, B>, Link<B, A>] {
  const left = end<A, B>()
  const right = end<B, A>()
  left.connect(right.receive)
  right.connect(left.receive)
  return [left.link, right.link]
}

interface End<In, Out> {
  readonly link: Link<In, Out>
  readonly receive: (message: In) => void
  connect(deliver: (message: Out) => void): void
}

function end<In, Out>(): End<In, Out> {
  let deliver: (message: Out) => void = () => {}
  let handler: ((message: In) => void) | null = null
  const early: In[] = []
  return {
    link: {
      send: (message) => {
        const copy = structuredClone(message)
        queueMicrotask(() => deliver(copy))
      },
      onMessage: (handle) => {
        handler = handle
        for (const message of early.splice(0)) handle(message)
      },
      // Both ends live and die with the thread.
      onClose: () => {},
    },
    receive: (message) => (handler === null ? void early.push(message) : handler(message)),
    connect: (to) => void (deliver = to),
  }
}
