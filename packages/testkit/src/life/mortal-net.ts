import type { Net, NetAccept, NetListener, NetSocket } from '@leat/base'

/** The network of one life of a platform: `cut` closes all it listens on and resets all it accepted, as the death of a process does. */
export interface MortalNet extends Net {
  cut(): Promise<void>
}

export function mortalNet(net: Net): MortalNet {
  const listeners = new Set<NetListener>()
  const sockets = new Set<NetSocket>()
  const watched = (accept: NetAccept): NetAccept => ({
    onSocket(socket) {
      sockets.add(socket)
      socket.stream.once('close', () => sockets.delete(socket))
      accept.onSocket(socket)
    },
    onRefused: (cause) => accept.onRefused(cause),
  })
  return {
    async listen(options, accept) {
      const listener = await net.listen(options, watched(accept))
      listeners.add(listener)
      return listener
    },
    connect: (options) => net.connect(options),
    async cut() {
      for (const socket of sockets) socket.destroy()
      // Closing one that is closed already does nothing.
      await Promise.all([...listeners].map((listener) => listener.close()))
    },
  }
}
