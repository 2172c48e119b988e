// oxlint-disable-next-line no-restricted-imports -- the user's pager is a program
import { spawn } from 'node:child_process'
import { once } from 'node:events'

const EXIT_NOT_FOUND = 127

/**
 * Shows a text through a pager, a command line as in git's PAGER, and waits for its end. False when there is no such program. `less` is told as git tells it:
 * quit if it fits a screen, keep colours, leave the screen as it was.
 */
export async function pageThrough(pager: string, text: string, env: Readonly<Record<string, string | undefined>>): Promise<boolean> {
  const child = spawn('/bin/sh', ['-c', pager], { stdio: ['pipe', 'inherit', 'ignore'], env: { LESS: 'FRX', LV: '-c', ...env } })
  // A pager that ends before it has read all is no fault: somebody typed q.
  child.stdin.on('error', () => {})
  child.stdin.end(text)
  const [code] = (await once(child, 'close')) as [number | null]
  return code !== EXIT_NOT_FOUND
}
