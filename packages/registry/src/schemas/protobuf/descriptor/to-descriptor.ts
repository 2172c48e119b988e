/** A file's tree as protoc makes it a FileDescriptorProto: names in full, map entries and groups as messages, a synthetic oneof for each proto3 `optional`. */
import { create, toBinary } from '@bufbuild/protobuf'
import {
  FileDescriptorProtoSchema,
  FileOptionsSchema,
  MethodDescriptorProtoSchema,
  MethodOptionsSchema,
  ServiceDescriptorProtoSchema,
  ServiceOptionsSchema,
  type FileDescriptorProto,
  type ServiceDescriptorProto,
} from '@bufbuild/protobuf/wkt'
import type { Result } from '@leat/base'
import type { InvalidSchema } from '../../contract.ts'
import type { FileSet } from '../link/file-set.ts'
import { fileNames } from '../normal/names.ts'
import type { ProtoFile, Service } from '../text/ast.ts'
import { described, namedType, type Scope } from './scope.ts'
import { describeMessage } from './to-message.ts'
import { describeOptions } from './to-options.ts'
import { describeEnum, describeExtends } from './to-parts.ts'

/** The schema itself has no path; the registry everyone runs calls it this. */
export const ROOT_NAME = 'default'

/**
 * `format=serialized`: the descriptor in base64. Names in JSON stand in it where the text says them, as in the registry everyone runs: a client that asks for what it
 * was given (`use.schema.id` in JavaScript) must find it, and a name is printed when it is there.
 */
export function serializedFile(set: FileSet): Result<string, InvalidSchema> {
  return described(() =>
    Buffer.from(toBinary(FileDescriptorProtoSchema, describeFile(set, ROOT_NAME, set.root, { derivesJsonNames: false }))).toString(
      'base64',
    ),
  )
}

/** @throws NotDescribable when a type is nowhere in the set */
export function describeFile(set: FileSet, name: string, file: ProtoFile, { derivesJsonNames = true } = {}): FileDescriptorProto {
  const scope: Scope = { names: fileNames(set), within: file.packageName ?? '', isProto3: file.syntax === 'proto3', derivesJsonNames }
  const plain = [...file.imports, ...file.publicImports]
  return create(FileDescriptorProtoSchema, {
    name,
    ...(file.packageName === null ? {} : { package: file.packageName }),
    ...(scope.isProto3 ? { syntax: 'proto3' } : {}),
    dependency: [...plain, ...file.weakImports],
    publicDependency: file.publicImports.map((_, index) => file.imports.length + index),
    weakDependency: file.weakImports.map((_, index) => plain.length + index),
    messageType: file.types.flatMap((type) => (type.kind === 'message' ? [describeMessage(scope, type)] : [])),
    enumType: file.types.flatMap((type) => (type.kind === 'enum' ? [describeEnum(scope, type)] : [])),
    extension: describeExtends(scope, file.extends),
    service: file.services.map((service) => describeService(scope, service)),
    ...describeOptions(scope, FileOptionsSchema, file.options),
  })
}

function describeService(scope: Scope, service: Service): ServiceDescriptorProto {
  return create(ServiceDescriptorProtoSchema, {
    name: service.name,
    method: service.rpcs.map((rpc) =>
      create(MethodDescriptorProtoSchema, {
        name: rpc.name,
        inputType: `.${namedType(scope, rpc.requestType).fullName}`,
        outputType: `.${namedType(scope, rpc.responseType).fullName}`,
        ...(rpc.requestStreaming ? { clientStreaming: true } : {}),
        ...(rpc.responseStreaming ? { serverStreaming: true } : {}),
        ...describeOptions(scope, MethodOptionsSchema, rpc.options),
      }),
    ),
    ...describeOptions(scope, ServiceOptionsSchema, service.options),
  })
}
