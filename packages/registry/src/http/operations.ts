import type { Operation } from '@leat/rest'
import { associationOperations } from './associations.ts'
import { compatibilityOperations } from './compatibility.ts'
import { configOperations } from './config.ts'
import type { RegistryParts } from './context.ts'
import { contextOperations } from './contexts.ts'
import { modeOperations } from './mode.ts'
import { registerOperations } from './register.ts'
import { schemaOperations } from './schemas.ts'
import { serverOperations } from './server.ts'
import { subjectOperations } from './subjects.ts'
import { versionOperations } from './versions.ts'

/** All operations of the registry. */
export function registryOperations(parts: RegistryParts): readonly Operation[] {
  return [
    ...serverOperations(parts),
    ...subjectOperations(parts),
    ...versionOperations(parts),
    ...registerOperations(parts),
    ...schemaOperations(parts),
    ...compatibilityOperations(parts),
    ...configOperations(parts),
    ...modeOperations(parts),
    ...contextOperations(parts),
    ...associationOperations(parts),
  ]
}
