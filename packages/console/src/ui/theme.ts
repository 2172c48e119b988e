const KEY = 'leat.theme'

export type Theme = 'system' | 'light' | 'dark'

const systemDark = matchMedia('(prefers-color-scheme: dark)')
const watchers = new Set<() => void>()

/** What the user chose; `system` when nothing was. */
export function chosenTheme(): Theme {
  const stored = localStorage.getItem(KEY)
  return stored === 'light' || stored === 'dark' ? stored : 'system'
}

export function chooseTheme(theme: Theme): void {
  if (theme === 'system') localStorage.removeItem(KEY)
  else localStorage.setItem(KEY, theme)
  showTheme()
}

/** Puts the theme on the page; called once at the start, before anything is drawn. */
export function showTheme(): void {
  const chosen = chosenTheme()
  const dark = chosen === 'dark' || (chosen === 'system' && systemDark.matches)
  document.documentElement.dataset['theme'] = dark ? 'dark' : 'light'
  for (const watcher of watchers) watcher()
}

/** What is drawn by hand, on a canvas, is drawn anew when the colours change. Returns how to end it. */
export function watchTheme(watcher: () => void): () => void {
  watchers.add(watcher)
  return () => void watchers.delete(watcher)
}

export function shownTheme(): string {
  return document.documentElement.dataset['theme'] ?? 'light'
}

systemDark.addEventListener('change', showTheme)
