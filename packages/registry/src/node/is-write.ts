/** Whether only the primary may answer: what changes something. Lookups and checks by POST do not. */
export function isWrite(method: string, path: string): boolean {
  if (method === 'PUT' || method === 'DELETE') return true
  if (method !== 'POST') return false
  const segments = path.split('/').filter((segment) => segment !== '')
  const [collection, , versions, , tags, ...more] = segments[0] === 'contexts' ? segments.slice(2) : segments
  if (collection !== 'subjects' || versions !== 'versions' || more.length > 0) return false
  return segments.at(-1) === 'versions' || tags === 'tags'
}
