import { SCHEMA_LIMITS } from '../schemas/limits.ts'
import type { SchemaType } from '../schemas/contract.ts'
import type { MissingReference } from '../state/contract.ts'
import type { Problem } from '../decide/contract.ts'
import { problems } from '../decide/index.ts'

/** The log did not take it, or takes nothing now. */
export function storeProblem(reason: string): Problem {
  return { status: 500, errorCode: 50_001, message: `Error in the backend data store: ${reason}` }
}

/** The subject changed under each attempt. */
export function registerTimeout(): Problem {
  return { status: 500, errorCode: 50_002, message: 'Register operation timed out: the subject or its settings changed all the time' }
}

export function invalidType(type: string): Problem {
  return { status: 422, errorCode: 42_201, message: `Invalid schema type ${type}` }
}

export function unresolved(type: SchemaType, { kind, reference }: MissingReference): Problem {
  return kind === 'missing' ? problems.missingReference(type, reference) : problems.tooManyReferences(type, SCHEMA_LIMITS.referencesMax)
}
