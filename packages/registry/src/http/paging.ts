/** Of most lists there is no largest page: who asks for no limit gets all. */
const LIMIT_MAX = 2_147_483_647
/** GET /schemas carries texts. */
export const SCHEMAS_LIMIT_MAX = 1_000

/** A page as the registry cuts it: a limit that is not positive, or above the maximum, is the maximum. */
export function pageOf<T>(
  items: readonly T[],
  { offset, limit }: { readonly offset: number; readonly limit: number },
  limitMax = LIMIT_MAX,
): readonly T[] {
  const size = limit <= 0 || limit > limitMax ? limitMax : limit
  const start = Math.max(0, offset)
  return start === 0 && items.length <= size ? items : items.slice(start, start + size)
}
