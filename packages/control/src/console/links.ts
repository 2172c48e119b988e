import type { Random } from '@leat/base'

/** Outstanding at most; a further one ends the oldest. */
const LINKS_MAX = 16
const TOKEN_BYTES = 24

/** One-time links into the console: kept in memory only, good until they are used, crowded out, or this process ends. */
export interface ConsoleLinks {
  /** A token that logs in as this user, once. */
  issue(user: string): string
  /** Whose token it was; from then on it is nobody's. */
  take(token: string): string | null
}

export function consoleLinksOf(random: Random): ConsoleLinks {
  const users = new Map<string, string>()
  return {
    issue(user) {
      const token = random.bytes(TOKEN_BYTES).toString('base64url')
      users.set(token, user)
      if (users.size > LINKS_MAX) users.delete(users.keys().next().value!)
      return token
    },
    take(token) {
      const user = users.get(token) ?? null
      users.delete(token)
      return user
    },
  }
}
