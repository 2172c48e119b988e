import { fromBinary } from '@bufbuild/protobuf'
import { FileDescriptorProtoSchema } from '@bufbuild/protobuf/wkt'
import { fail, ok, type Result } from '@leat/base'
import type { InvalidSchema } from '../../contract.ts'
import { fileOfDescriptor } from '../descriptor/from-descriptor.ts'
import type { ProtoFile } from '../text/ast.ts'
import { isTooLong, parseFile } from '../text/parse-file.ts'

export interface ReadText {
  readonly file: ProtoFile
  /** False for a descriptor: its places are made up. */
  readonly isText: boolean
}

/** A .proto text, or what Python's and C#'s serializers send: a FileDescriptorProto in base64. */
export function readSchemaText(text: string): Result<ReadText, InvalidSchema> {
  const parsed = parseFile(text)
  if (parsed.ok) return ok({ file: parsed.value, isText: true })
  const file = readDescriptor(text)
  return file === null
    ? fail({ ...parsed.error, message: `Could not parse Protobuf - ${parsed.error.message}` })
    : ok({ file, isText: false })
}

function readDescriptor(text: string): ProtoFile | null {
  if (isTooLong(text) || !/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return null
  try {
    const file = fileOfDescriptor(fromBinary(FileDescriptorProtoSchema, Buffer.from(text, 'base64')))
    // Any few bytes may pass for an empty descriptor; a printed form that is no .proto text shows that these were something else.
    return isWhole(file) ? file : null
  } catch {
    return null
  }
}

function isWhole(file: ProtoFile): boolean {
  return file.types.length + file.services.length + file.extends.length > 0
}
