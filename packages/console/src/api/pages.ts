const PAGE_SIZE = 100
/** Who has more is shown these; no list of the console reads without end. */
const PAGES_MAX = 50

interface Page<T> {
  readonly data: readonly T[]
  readonly metadata: { readonly next?: string }
}

/** All pages of a list of the control plane, in order. */
export async function everyPage<T>(
  ask: (page: { readonly page_size: number; readonly page_token?: string }) => Promise<Page<T>>,
): Promise<readonly T[]> {
  const all: T[] = []
  let token: string | null = ''
  for (let pages = 0; token !== null && pages < PAGES_MAX; pages++) {
    const { data, metadata }: Page<T> = await ask({ page_size: PAGE_SIZE, ...(token === '' ? {} : { page_token: token }) })
    all.push(...data)
    token = metadata.next === undefined ? null : new URL(metadata.next).searchParams.get('page_token')
  }
  return all
}
