const LINK = /^#link=([\w-]+)$/

/**
 * The one-time link of this visit, or null. It stands in the address behind `#`, which no server log sees, and is taken out at once: before the router reads
 * the address, which takes a change behind its back for a navigation that never ends.
 */
export const linkToken: string | null = takeLink()

function takeLink(): string | null {
  const token = LINK.exec(location.hash)?.[1] ?? null
  if (token !== null) history.replaceState(history.state, '', location.pathname + location.search)
  return token
}
