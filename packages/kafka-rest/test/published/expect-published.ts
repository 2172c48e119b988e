import type { CalledAnswer } from '@leat/rest/testing'
import { expect } from 'vitest'
import { STATUSES, UNPUBLISHED } from './deliberate.ts'
import type { Shape } from './digest.ts'
import { PUBLISHED } from './published.ts'

/** The whole answer as the document has it: the status is one of the operation's, the body has all required fields and no other, words are its words. */
export function expectPublished(method: string, target: string, answer: CalledAnswer<unknown>): void {
  const operation = operationOf(method, target.split('?')[0]!)
  if (operation in UNPUBLISHED) return
  const published = PUBLISHED[operation]
  expect(published, operation).toBeDefined()
  const { statuses } = published!
  const isDeliberate = STATUSES.some(([pattern, status]) => status === answer.status && pattern.test(operation))
  const isListed = String(answer.status) in statuses || (answer.status >= 500 && '5XX' in statuses)
  expect(isListed || isDeliberate, `${operation} answers ${answer.status}`).toBe(true)
  const shape = statuses[String(answer.status)] ?? null
  if (shape === null || shape.type === 'any') return
  const faults: string[] = []
  compare(shape, answer.json, '', faults)
  expect({ operation, faults }).toEqual({ operation, faults: [] })
}

/** `GET /kafka/v3/clusters/{cluster_id}/topics/{topic_name}` from an address: the template with the fewest parameters wins, as in routing. */
function operationOf(method: string, path: string): string {
  const segments = path.split('/')
  const fits = (template: string): boolean => {
    const parts = template.split('/')
    return (
      parts.length === segments.length &&
      parts.every((part, i) => (part.startsWith('{') ? literalEnd(part, segments[i]!) : part === segments[i]))
    )
  }
  const known = [...Object.keys(PUBLISHED), ...Object.keys(UNPUBLISHED)]
  const found = known.filter((name) => name.startsWith(`${method} `) && fits(name.slice(method.length + 1)))
  found.sort((a, b) => a.split('{').length - b.split('{').length)
  expect(found.length, `${method} ${path}`).toBeGreaterThan(0)
  return found[0]!
}

function literalEnd(part: string, segment: string): boolean {
  return segment.endsWith(part.slice(part.indexOf('}') + 1))
}

function compare(shape: Shape, value: unknown, at: string, faults: string[]): void {
  if (value === null || value === undefined) return
  switch (shape.type) {
    case 'object': {
      const object = value as Record<string, unknown>
      for (const name of shape.required ?? []) if (!(name in object)) faults.push(`${at}/${name} is missing`)
      for (const [name, item] of Object.entries(object)) {
        const property = shape.properties?.[name]
        if (property === undefined) faults.push(`${at}/${name} is not in the document`)
        else compare(property, item, `${at}/${name}`, faults)
      }
      return
    }
    case 'array':
      for (const [i, item] of (value as unknown[]).entries()) compare(shape.items!, item, `${at}/${i}`, faults)
      return
    default: {
      const type = shape.type === 'integer' ? 'number' : shape.type
      if (typeof value !== type) faults.push(`${at} is a ${typeof value}, not a ${shape.type}`)
      if (shape.words !== undefined && !shape.words.includes(value as string)) faults.push(`${at} is ${JSON.stringify(value)}`)
    }
  }
}
