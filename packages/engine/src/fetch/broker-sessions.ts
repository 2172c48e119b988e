import type { NodeId } from '@leat/base'
import { FetchSessions, type FetchSessionOptions } from './sessions.ts'

/** The fetch sessions of all brokers. A broker that is gone takes its own along, and whoever still asks it gets none. */
export class BrokerSessions {
  readonly #options: FetchSessionOptions
  readonly #none: FetchSessions
  readonly #byNode = new Map<NodeId, FetchSessions>()

  constructor(options: FetchSessionOptions, nodes: readonly NodeId[]) {
    this.#options = options
    this.#none = new FetchSessions({ ...options, sessionsMax: 0, partitionsMax: 0 })
    this.setNodes(nodes)
  }

  of(node: NodeId): FetchSessions {
    return this.#byNode.get(node) ?? this.#none
  }

  setNodes(nodes: readonly NodeId[]): void {
    for (const node of this.#byNode.keys()) if (!nodes.includes(node)) this.#byNode.delete(node)
    for (const node of nodes) if (!this.#byNode.has(node)) this.#byNode.set(node, new FetchSessions(this.#options))
  }
}
