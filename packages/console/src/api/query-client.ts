import { type FetchQueryOptions, QueryClient, type QueryKey } from '@tanstack/react-query'
import { ApiProblem } from './problem.ts'

const TRIES_MAX = 2

/** Server state lives here and nowhere else. What was refused is not asked again; what got no answer is, twice. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      refetchOnWindowFocus: true,
      retry: (failures, problem) => !(problem instanceof ApiProblem && problem.status > 0 && problem.status < 500) && failures < TRIES_MAX,
    },
  },
})

/** For a page that is on its way: its data are asked for while its code comes and it is seen who is logged in. What goes wrong is said where it is shown. */
export function fetchEarly<T, Key extends QueryKey>(options: FetchQueryOptions<T, Error, T, Key>): void {
  void queryClient.prefetchQuery({ ...options, retry: false })
}
