import type { HttpRequest } from './http.ts'

/** Scheme and host as the client used them: links lead back the way it came. */
export function baseUrl(request: HttpRequest): string {
  return `${request.scheme}://${request.headers['host'] ?? 'localhost'}`
}

/** The URL of this request, its filters included: what `page` makes its links from. */
export function selfUrl(request: HttpRequest): string {
  const query = request.query.toString()
  return `${baseUrl(request)}${request.path}${query === '' ? '' : `?${query}`}`
}
