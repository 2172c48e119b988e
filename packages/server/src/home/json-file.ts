import { type Fs, FsError } from '@leat/base'

/** The parsed object, or null when the file is not there. Throws when it is there and is not a JSON object. */
export function readJsonObject(fs: Fs, path: string): Readonly<Record<string, unknown>> | null {
  let text: string
  try {
    text = fs.readFileSync(path).toString('utf8')
  } catch (error) {
    if (error instanceof FsError && error.code === 'ENOENT') return null
    throw error
  }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw new Error(`${path} is not JSON: restore it, or start with another data directory`, { cause })
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error(`${path} does not hold a JSON object`)
  return value as Readonly<Record<string, unknown>>
}

export function writeJson(fs: Fs, path: string, value: object, mode: number): void {
  fs.replaceFileSync(path, `${JSON.stringify(value, null, 2)}\n`, mode)
}

/** A string field of a file that this program wrote itself. */
export function stringField(path: string, object: Readonly<Record<string, unknown>>, name: string): string {
  const value = object[name]
  if (typeof value !== 'string') throw new Error(`${path} lacks "${name}"`)
  return value
}
