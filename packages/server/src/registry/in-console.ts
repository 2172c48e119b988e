import type { HttpHandler, HttpRequest } from '@leat/rest'
import type { Registry } from './open-registry.ts'

/** `/schema-registry/lsrc-…/subjects`: the registry's API on the origin of the console, for who is logged in there. */
const PATH = /^\/schema-registry\/(lsrc-[0-9a-z]{1,16})(\/.*)?$/

/** In front of the other APIs. What the path names goes on as the header that others send; credentials are asked for as anywhere. */
export function withRegistry(apis: HttpHandler, registry: () => Promise<Registry>): HttpHandler {
  return async (request) => {
    const [, id, path = '/'] = PATH.exec(request.path) ?? []
    if (id === undefined) return apis(request)
    const target: HttpRequest = { ...request, path, headers: { ...request.headers, 'target-sr-cluster': id } }
    return (await registry()).console(target)
  }
}
