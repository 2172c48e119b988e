import type { Link } from '@leat/base'

/** Two ends of a link within one thread. What is sent is copied and never arrives before the sender has returned, as between threads. */
export function linkPair<A, B>(): readonly [Link<A, B>, Link<B, A>] {
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
