/** Writes `openapi/registry.json` from the endpoint definitions: `node packages/registry/scripts/openapi.ts`. A test holds it fresh. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openApi } from '@leat/rest'
import { REGISTRY_MEDIA, registryEndpoints } from '../src/api/index.ts'

export const DOCUMENT_FILE = join(import.meta.dirname, '../openapi/registry.json')

export function registryDocument(): string {
  const info = {
    title: 'Leat Schema Registry',
    version: '1',
    description: 'Subjects, versions, schemas, compatibility, settings, modes and contexts, as existing serializers and tools call them.',
  }
  return `${JSON.stringify(openApi(registryEndpoints, info, REGISTRY_MEDIA), null, 1)}\n`
}

if (import.meta.main) writeFileSync(DOCUMENT_FILE, registryDocument())
