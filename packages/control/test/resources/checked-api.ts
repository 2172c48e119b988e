import { expect } from 'vitest'
import { testApi, type TestApi } from '../../src/testing/api.ts'
import { PUBLISHED_STATUSES } from '../openapi/statuses.ts'

const TEMPLATES = Object.entries(PUBLISHED_STATUSES).map(([operation, statuses]) => {
  const [method, path] = operation.split(' ') as [string, string]
  return { method, path: new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`), statuses: statuses.split(' ') }
})

/** The API, whose every answer must have a status that is published for the operation. */
export async function checkedApi(...options: Parameters<typeof testApi>): Promise<TestApi> {
  const api = await testApi(...options)
  const ask: TestApi['ask'] = async (method, path, ...rest) => {
    const answer = await api.ask(method, path, ...rest)
    const published = TEMPLATES.find((one) => one.method === method && one.path.test(path.split('?')[0]!))
    if (published !== undefined) expect(published.statuses, `${method} ${path}: ${answer.text}`).toContain(String(answer.status))
    return answer as never
  }
  return { ...api, ask }
}
