import type { Ask } from './ask.ts'
import { type Call, sendAll, sendCall, type Target } from './send-call.ts'

/** Binds the typed requests of an API to its routes and to where it is. */
export function asking<Calls>(routes: Readonly<Record<string, string>>, target: Target): Ask<Calls> {
  const routeOf = (id: string): string => routes[id] ?? unknownCall(id)
  const asked = {
    one: (id: string, request: Call) => sendCall(target, routeOf(id), request),
    all: (id: string, request: Call) => sendAll(target, routeOf(id), request),
  }
  return asked as unknown as Ask<Calls>
}

function unknownCall(id: string): never {
  throw new Error(`no route for ${id}`)
}
