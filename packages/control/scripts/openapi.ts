/** Writes `openapi/control.json` from the endpoint definitions: `node packages/control/scripts/openapi.ts`. A test holds it fresh. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openApi } from '@leat/rest'
import { controlEndpoints } from '../src/testing/endpoints.ts'

export const DOCUMENT_FILE = join(import.meta.dirname, '../openapi/control.json')

export function controlDocument(): string {
  const info = {
    title: 'Leat control plane',
    version: '1',
    description: 'Organizations, environments, clusters, people, keys, roles and quotas, as existing tools call them.',
  }
  return `${JSON.stringify(openApi(controlEndpoints(), info), null, 1)}\n`
}

if (import.meta.main) writeFileSync(DOCUMENT_FILE, controlDocument())
