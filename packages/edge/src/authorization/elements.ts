import { assert } from '@leat/base'
import type { Api, Field } from '@leat/wire'
import { RESOURCE_OF, type ResourceEntity } from './rule.ts'
import type { TopicView } from './topic-view.ts'

/** Messages are read by the field names of the generated tables. */
export type Message = Readonly<Record<string, unknown>>

/**
 * Where a request names its resources and where the response answers for each, found in the generated tables by entity type: a list of structs with a
 * field of that type (topics by name, with ids beside them in newer versions), or a list of the names themselves.
 */
export interface ElementsPlan {
  readonly entity: ResourceEntity
  /** The request's list; `name` null: of names. */
  readonly list: string
  readonly name: string | null
  readonly id: string | null
  /** The response's list. */
  readonly answers: string
  readonly answerName: string
  readonly answerId: string | null
  /** Null: the answer has an error of its own. Else each of these within the element has. */
  readonly parts: PartsPlan | null
}

interface PartsPlan {
  /** The element's list of parts; `index` null: of plain numbers. */
  readonly list: string
  readonly index: string | null
  readonly answers: string
  readonly answerIndex: string
}

export function elementsPlan(api: Api, entity: ResourceEntity): ElementsPlan {
  const list = api.request.fields.find((field) => isListOf(field, entity))
  const answers = api.response.fields.find((field) => isListOf(field, entity))
  assert(list !== undefined && answers?.fields !== undefined, `${api.name} has lists of ${RESOURCE_OF[entity]}s in request and response`)
  const nameIn = (fields: readonly Field[]): Field => fields.find((field) => field.entityType === entity)!
  return {
    entity,
    list: list.name,
    name: list.fields === undefined ? null : nameIn(list.fields).name,
    id: idIn(list.fields),
    answers: answers.name,
    answerName: nameIn(answers.fields).name,
    answerId: idIn(answers.fields),
    parts: answers.fields.some(({ name }) => name === 'errorCode') ? null : partsPlan(api, list, answers),
  }
}

function isListOf(field: Field, entity: ResourceEntity): boolean {
  if (field.type === '[]string') return field.entityType === entity
  return field.type === '[]struct' && field.fields!.some((inner) => inner.entityType === entity && inner.type === 'string')
}

function idIn(fields: readonly Field[] | undefined): string | null {
  return fields?.find((field) => field.type === 'uuid' && field.name === 'topicId')?.name ?? null
}

function partsPlan(api: Api, list: Field, answers: Field): PartsPlan {
  const parts = list.fields!.find((field) => field.type === '[]struct' || field.type === '[]int32')
  const answerParts = answers.fields!.find((field) => field.fields?.some(({ name }) => name === 'errorCode') === true)
  assert(parts !== undefined && answerParts?.fields !== undefined, `${api.name} answers for parts of each element`)
  return {
    list: parts.name,
    index: parts.fields === undefined ? null : indexIn(parts.fields),
    answers: answerParts.name,
    answerIndex: indexIn(answerParts.fields),
  }
}

function indexIn(fields: readonly Field[]): string {
  const index = fields.find((field) => field.type === 'int32' && /^(partitionIndex|index|partition)$/.test(field.name))
  assert(index !== undefined, 'parts are told apart by a partition')
  return index.name
}

export function elementsOf(plan: ElementsPlan, request: Message): readonly unknown[] {
  return request[plan.list] as readonly unknown[]
}

/** The name of an element; null: it is named by an id that `topics` do not know, which is the backend's to answer. */
export function nameOf(plan: ElementsPlan, element: unknown, topics: Pick<TopicView, 'nameOf'>): string | null {
  if (plan.name === null) return element as string
  const name = (element as Message)[plan.name] as string | null
  if (plan.id === null || (name !== null && name !== '')) return name
  return topics.nameOf((element as Message)[plan.id] as string)
}

/** What the response says of an element that is refused. `fill` are the values that Kafka gives where a field's own default is another. */
export function refusedElement(plan: ElementsPlan, element: unknown, errorCode: number, fill: Message): Message {
  const key: Message =
    plan.name === null
      ? { [plan.answerName]: element }
      : {
          [plan.answerName]: (element as Message)[plan.name],
          ...(plan.answerId === null || plan.id === null ? {} : { [plan.answerId]: (element as Message)[plan.id] }),
        }
  const { parts } = plan
  if (parts === null) return { ...key, ...fill, errorCode }
  const indexes = ((element as Message)[parts.list] as readonly unknown[]).map((part) =>
    parts.index === null ? part : (part as Message)[parts.index],
  )
  return { ...key, [parts.answers]: indexes.map((index) => ({ ...fill, [parts.answerIndex]: index, errorCode })) }
}

/** Answers of the backend with those for refused elements where the request had them; both in request order. */
export function merged(
  answers: readonly unknown[],
  refused: readonly { readonly at: number; readonly answer: unknown }[],
): readonly unknown[] {
  const all: unknown[] = []
  let next = 0
  for (const { at, answer } of refused) {
    while (all.length < at && next < answers.length) all.push(answers[next++])
    all.push(answer)
  }
  while (next < answers.length) all.push(answers[next++])
  return all
}
