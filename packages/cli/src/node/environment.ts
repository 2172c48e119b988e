import { homedir } from 'node:os'
import type { Environment } from '../context.ts'

type Variables = Readonly<Record<string, string | undefined>>

/** LEAT_… are what `leat env` prints; CONFLUENT_CLOUD_… are those of the stock CLI. */
export function environmentOf(variables: Variables): Environment {
  const given = (name: string): string | null => (variables[name] === '' ? null : (variables[name] ?? null))
  return {
    email: given('LEAT_EMAIL') ?? given('CONFLUENT_CLOUD_EMAIL'),
    password: given('LEAT_PASSWORD') ?? given('CONFLUENT_CLOUD_PASSWORD'),
    pager: pagerOf(variables),
    nodeVersion: process.version,
    platform: `${process.platform}/${process.arch}`,
    configDir: `${home(variables['XDG_CONFIG_HOME'], '.config', 'Library/Preferences')}/leat`,
    platformsDir: `${home(variables['XDG_DATA_HOME'], '.local/share', 'Library/Application Support')}/leat`,
  }
}

/** The specification tells to ignore relative paths. */
function home(xdg: string | undefined, otherwise: string, onMac: string): string {
  if (xdg !== undefined && xdg.startsWith('/')) return xdg
  return `${homedir()}/${process.platform === 'darwin' ? onMac : otherwise}`
}

/** As git has it: an empty variable and `cat` turn paging off, and a terminal that cannot do anything gets none. */
function pagerOf(variables: Variables): string | null {
  const pager = variables['LEAT_PAGER'] ?? variables['PAGER'] ?? 'less'
  return pager === '' || pager === 'cat' || variables['TERM'] === 'dumb' ? null : pager
}
