import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { call } from '../api/client.ts'

/** Who is logged in. A 401 means nobody: the login page is shown. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal }) => call('getConsoleSession', { signal }),
  staleTime: 60_000,
})

/** Logs in with e-mail and password, or with the one-time link that `./leat up` prints. */
export function useLogin() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: { readonly email: string; readonly password: string } | { readonly link: string }) =>
      call('createConsoleSession', { body }),
    onSuccess: (session) => client.setQueryData(sessionQuery.queryKey, session),
  })
}

export function useLogout() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: () => call('deleteConsoleSession'),
    onSettled: () => {
      client.clear()
      location.assign('/console/')
    },
  })
}
