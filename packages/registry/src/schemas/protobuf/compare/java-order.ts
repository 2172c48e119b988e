/**
 * Order of names in a `HashSet` of Java: messages are compared in it, so findings stand in it. A set made of one collection and added another, as there.
 * Buckets with more than eight names would be trees in Java; their order is then not told apart here.
 */
export function javaSetOrder(first: readonly string[], more: readonly string[]): readonly string[] {
  const initial = Math.max(Math.trunc(first.length / 0.75) + 1, 16)
  const distinct = new Set([...mapOrder(first, 16), ...mapOrder(more, 16)])
  return mapOrder([...distinct], initial)
}

function mapOrder(keys: readonly string[], capacity: number): readonly string[] {
  let size = 2 ** Math.ceil(Math.log2(capacity))
  while (keys.length > size * 0.75) size *= 2
  const bucket = (key: string): number => spread(hashOf(key)) & (size - 1)
  return keys
    .map((key) => ({ key, at: bucket(key) }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ key }) => key)
}

/** `String.hashCode` */
function hashOf(text: string): number {
  let hash = 0
  for (let index = 0; index < text.length; index++) hash = (Math.imul(hash, 31) + text.charCodeAt(index)) | 0
  return hash
}

function spread(hash: number): number {
  return hash ^ (hash >>> 16)
}
