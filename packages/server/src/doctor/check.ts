/** One line of the doctor's report. */
export interface Check {
  readonly ok: boolean
  readonly what: string
  /** What was found: an address, an error. */
  readonly found: string
  /** What to do; only after a failure. */
  readonly advice?: string
}

export function passed(what: string, found = ''): Check {
  return { ok: true, what, found }
}

export function failed(what: string, found: string, advice: string): Check {
  return { ok: false, what, found, advice }
}

export function renderCheck({ ok, what, found, advice }: Check): string {
  const line = `${ok ? '✓' : '✗'} ${what}${found === '' ? '' : `: ${found}`}`
  return advice === undefined ? line : `${line}\n    ${advice}`
}
