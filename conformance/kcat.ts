import { Unavailable } from './cache.ts'
import { run } from './process.ts'

const APT_MS_MAX = 3 * 60_000

/**
 * Makes sure that kcat is there: it comes as a Debian package and nowhere else. Where this program may install packages (a build machine, as root) it does,
 * elsewhere it says what is missing.
 */
export async function ensureKcat(): Promise<void> {
  if (await hasKcat()) return
  if (process.getuid?.() === 0) {
    const env = { DEBIAN_FRONTEND: 'noninteractive' }
    await run('apt-get', ['update', '-q'], { timeoutMs: APT_MS_MAX, env })
    await run('apt-get', ['install', '-q', '-y', '--no-install-recommends', 'kcat'], { timeoutMs: APT_MS_MAX, env })
    if (await hasKcat()) return
  }
  throw new Unavailable('kcat is not installed (Debian package kcat)')
}

async function hasKcat(): Promise<boolean> {
  return (await run('kcat', ['-V'])).code === 0
}
