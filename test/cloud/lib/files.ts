import { readFileSync, readdirSync, statSync } from 'node:fs'

export interface StoredFile {
  readonly path: string
  readonly mode: number
  readonly bytes: Buffer
}

/** All files of a directory, sockets left out. */
export function filesIn(dir: string): readonly StoredFile[] {
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const path = `${entry.parentPath}/${entry.name}`
      return { path, mode: statSync(path).mode & 0o777, bytes: readFileSync(path) }
    })
}

/** Salts and hashes of keys, passwords and refresh tokens, from the log that the control plane keeps its state in. */
export function hashesIn(files: readonly StoredFile[]): readonly string[] {
  const found = new Set<string>()
  for (const { path, bytes } of files) {
    if (!path.endsWith('.log')) continue
    for (const match of bytes.toString('latin1').matchAll(/"(?:hash|salt|tokenHash)":"([^"]+)"/g)) found.add(match[1]!)
  }
  return [...found]
}

/** What tokens are signed with. */
export function tokenSecret(dataDir: string): string {
  const { token_secret } = JSON.parse(readFileSync(`${dataDir}/secrets.json`, 'utf8')) as { readonly token_secret: string }
  return token_secret
}

/** Those that appear in a text. */
export function found(text: string, secrets: readonly string[]): readonly string[] {
  return secrets.filter((secret) => text.includes(secret))
}
