/** What changes something: on several nodes only the primary answers it. */
import type { Endpoint } from '@leat/rest'
import { batchGetAssociations } from './associations.ts'
import { checkSubject, checkVersion } from './compatibility.ts'
import { postRoot } from './server.ts'
import { lookUpSchema } from './subjects.ts'

/** Lookups and checks are sent as POST, and change nothing. */
const READING_POSTS: readonly Endpoint[] = [lookUpSchema, checkVersion, checkSubject, postRoot, batchGetAssociations]

const READING_IDS: ReadonlySet<string> = new Set(READING_POSTS.map(({ id }) => id))
const READING_PATHS = READING_POSTS.map(({ path }) => segmentsOf(path))

/** Whether a call of the endpoint may change something. */
export function isWrite({ id, method }: Pick<Endpoint, 'id' | 'method'>): boolean {
  return method !== 'GET' && !READING_IDS.has(id)
}

/** The same of a request, whose endpoint nobody has looked for yet; one that has none is the primary's to refuse. `path` as sent, in a context or not. */
export function isWriteRequest(method: string, path: string): boolean {
  if (method === 'PUT' || method === 'DELETE') return true
  if (method !== 'POST') return false
  const segments = segmentsOf(path)
  const within = segments[0] === 'contexts' ? segments.slice(2) : segments
  return !READING_PATHS.some((reading) => fits(reading, within))
}

function segmentsOf(path: string): readonly string[] {
  return path.split('/').filter((segment) => segment !== '')
}

function fits(template: readonly string[], segments: readonly string[]): boolean {
  return template.length === segments.length && template.every((one, index) => one.startsWith('{') || one === segments[index])
}
