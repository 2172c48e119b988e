import { NetError, unreachable } from '@leat/base'
import type { StartProblem } from './problem.ts'

/** What somebody can do something about; null: a fault. */
export function netProblemOf(error: unknown): StartProblem | null {
  if (!(error instanceof NetError)) return null
  // Where it happened stands in the system's own error.
  const { address: host = 'this machine', port = 0 } = (error.cause ?? {}) as { readonly address?: string; readonly port?: number }
  switch (error.code) {
    case 'EADDRINUSE':
      return { kind: 'port-busy', host, port, holder: null }
    case 'EADDRNOTAVAIL':
      return { kind: 'address-unavailable', host, port }
    case 'EACCES':
      return { kind: 'port-forbidden', host, port }
    case 'ECONNREFUSED':
    case 'EOTHER':
      return null
    default:
      return unreachable(error.code)
  }
}
