/** The candidate that is most likely meant, or null when none is near: one typing error in three letters, two in more. */
export function nearest(wanted: string, candidates: readonly string[]): string | null {
  const near = candidates
    .map((candidate) => ({ candidate, off: offBy(wanted, candidate) }))
    .filter(({ off }) => off <= (wanted.length <= 3 ? 1 : 2))
    .sort((a, b) => a.off - b.off)[0]
  return near?.candidate ?? null
}

function offBy(wanted: string, candidate: string): number {
  if (wanted.length >= 2 && candidate.startsWith(wanted)) return 0.5
  // `--organization-id` was the name of `--organization`.
  if (candidate.length >= 4 && wanted.startsWith(candidate)) return 1
  return distance(wanted.toLowerCase(), candidate.toLowerCase())
}

/** Damerau-Levenshtein's (optimal string alignment): neighbours that changed places are one error. */
function distance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, index) => index)]
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      let least = Math.min(rows[i - 1]![j - 1]! + (same ? 0 : 1), rows[i - 1]![j]! + 1, row[j - 1]! + 1)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) least = Math.min(least, rows[i - 2]![j - 2]! + 1)
      row.push(least)
    }
    rows.push(row)
  }
  return rows[a.length]![b.length]!
}
