import { type Fs, FsError, ok, type Result } from '@leat/base'
import { type Complaint, failed } from '../../complaint.ts'
import { readText } from '../files.ts'

export type FileType = 'AVRO' | 'JSON' | 'PROTOBUF'

export interface SchemaFile {
  /** Below the directory, with `/`. */
  readonly path: string
  readonly type: FileType
  readonly text: string
}

const TYPES: Readonly<Record<string, FileType>> = { avsc: 'AVRO', json: 'JSON', proto: 'PROTOBUF' }
const FILES_MAX = 10_000
const DEPTH_MAX = 32

/** All schemas below a directory, by path; what begins with a dot is left out. */
export function schemaFiles(fs: Fs, dir: string): Result<readonly SchemaFile[], Complaint> {
  if (fs.statSync(dir)?.directory !== true) return failed(`there is no directory ${dir}`)
  const files: SchemaFile[] = []
  const found = addBelow(fs, dir, '', files, 0)
  if (!found.ok) return found
  if (files.length === 0) return failed(`there is no schema in ${dir}`, 'Schemas are files that end in .avsc, .json or .proto.')
  return ok(files)
}

function addBelow(fs: Fs, dir: string, path: string, files: SchemaFile[], depth: number): Result<null, Complaint> {
  if (depth > DEPTH_MAX) return failed(`directories in ${dir} are nested deeper than ${DEPTH_MAX}`)
  const entries = listed(fs, path === '' ? dir : `${dir}/${path}`)
  if (!entries.ok) return entries
  for (const { name, directory } of entries.value.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    if (name.startsWith('.')) continue
    const below = path === '' ? name : `${path}/${name}`
    const type = TYPES[name.slice(name.lastIndexOf('.') + 1)]
    if (directory) {
      const added = addBelow(fs, dir, below, files, depth + 1)
      if (!added.ok) return added
    } else if (type !== undefined) {
      if (files.length === FILES_MAX) return failed(`there are more than ${FILES_MAX} schemas in ${dir}`)
      const text = readText(fs, `${dir}/${below}`)
      if (!text.ok) return text
      files.push({ path: below, type, text: text.value })
    }
  }
  return ok(null)
}

function listed(fs: Fs, dir: string): Result<ReturnType<Fs['listSync']>, Complaint> {
  try {
    return ok(fs.listSync(dir))
  } catch (error) {
    if (error instanceof FsError) return failed(`cannot read ${dir}: ${error.code}`)
    throw error
  }
}
