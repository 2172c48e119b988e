const KEY = 'leat.theme'

export type Theme = 'system' | 'light' | 'dark'

const systemDark = matchMedia('(prefers-color-scheme: dark)')

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
}

systemDark.addEventListener('change', showTheme)
