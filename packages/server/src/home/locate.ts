import { homedir } from 'node:os'
import { resolve } from 'node:path'
import { type HomeLayout, homeLayout } from './layout.ts'

const DEFAULT_NAME = 'default'

/** `--data-dir`, else the platform's data home under `--name`: `$XDG_DATA_HOME/leat/NAME`, `~/Library/Application Support/leat/NAME` on macOS. */
export function locateHome(options: { readonly name?: string | undefined; readonly dataDir?: string | undefined }): HomeLayout {
  if (options.dataDir !== undefined) return homeLayout(resolve(options.dataDir))
  return homeLayout(`${dataHome()}/leat/${options.name ?? DEFAULT_NAME}`)
}

/** A name becomes a directory: nothing that could lead out of it. */
export function isName(text: string): boolean {
  return /^[a-zA-Z0-9][\w.-]{0,63}$/.test(text)
}

function dataHome(): string {
  const xdg = process.env['XDG_DATA_HOME']
  // The specification tells to ignore relative paths.
  if (xdg !== undefined && xdg.startsWith('/')) return xdg
  return process.platform === 'darwin' ? `${homedir()}/Library/Application Support` : `${homedir()}/.local/share`
}
