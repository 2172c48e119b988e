import { ok, type Result, fail } from '@leat/base'
import type { InvalidSchema } from '../../contract.ts'
import { SCALARS } from '../text/ast.ts'
import type { Names } from '../normal/names.ts'

/** Thrown within this folder for what has no descriptor; `described` makes a value of it. */
class NotDescribable extends Error {
  override readonly name = 'NotDescribable'
}

export function described<T>(make: () => T): Result<T, InvalidSchema> {
  try {
    return ok(make())
  } catch (problem) {
    if (problem instanceof NotDescribable) return fail({ message: problem.message })
    throw problem
  }
}

/** Where a descriptor is made. */
export interface Scope {
  readonly names: Names
  /** Full name of the package or message around. */
  readonly within: string
  readonly isProto3: boolean
  /** A field that has no name in JSON is given the one that follows from its name, as protoc does. */
  readonly derivesJsonNames: boolean
}

/** What a type's name stands for. @throws NotDescribable when nothing has the name */
export function namedType({ names, within }: Scope, name: string): { readonly kind: 'message' | 'enum'; readonly fullName: string } {
  const type = names.typeOf(within, name)
  if (type === undefined) throw new NotDescribable(`Could not resolve type: ${name}`)
  return { kind: type.element.kind, fullName: type.fullName }
}

export function isScalar(type: string): boolean {
  return SCALARS.has(type)
}
