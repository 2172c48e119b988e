import { existsSync } from 'node:fs'
import { CHROMIUM_PATHS } from '../../packages/console/scripts/browser.ts'
import { runOrThrow } from '../process.ts'

const INSTALL_MS_MAX = 240_000

/** A clean machine has none: it is installed where that can be done without asking. @throws Error that says what to do, where it cannot. */
export async function ensureChromium(): Promise<void> {
  if (CHROMIUM_PATHS.some((path) => existsSync(path))) return
  const isDebianRoot = process.getuid?.() === 0 && existsSync('/etc/debian_version')
  if (!isDebianRoot) throw new Error('no Chromium: install one (Debian: apt-get install chromium), or name it in LEAT_CHROMIUM')
  console.log('no Chromium here: apt-get install chromium')
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  await runOrThrow('apt-get', ['update', '-q'], { env, timeoutMs: INSTALL_MS_MAX })
  await runOrThrow('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], { env, timeoutMs: INSTALL_MS_MAX })
}
