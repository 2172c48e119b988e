import type { Operation } from '@leat/access'
import { type Api, type Call, decode, ErrorCode, type Reply } from '@leat/wire'
import { type ElementsPlan, elementsOf, elementsPlan, merged, type Message, nameOf, refusedElement } from './elements.ts'
import { withBody, withMessage } from './rewrite.ts'
import { type ApiRule, RESOURCE_OF, type ResourceEntity, type Step } from './rule.ts'

export const REFUSAL_CODE = {
  topicName: ErrorCode.TOPIC_AUTHORIZATION_FAILED,
  groupId: ErrorCode.GROUP_AUTHORIZATION_FAILED,
  transactionalId: ErrorCode.TRANSACTIONAL_ID_AUTHORIZATION_FAILED,
} as const satisfies Record<ResourceEntity, number>

interface EachOptions {
  /** What Kafka gives in an entry of error where a field's own default is another. */
  readonly fill?: Message
  /** First: an error for all elements, or null. Said in words by `asksFirst`. */
  readonly first?: (step: Step, call: Call, request: Message) => number | null
  readonly asksFirst?: string
}

/** An API whose request names many resources, each of which is answered for: refused ones are taken out, the others dispatched, the answers merged. */
export function each(api: Api, entity: ResourceEntity, operation: Operation, options: EachOptions = {}): ApiRule {
  const plan = elementsPlan(api, entity)
  const { fill = {}, first, asksFirst } = options
  return {
    api,
    asks: `${asksFirst === undefined ? '' : `${asksFirst}; `}${operation} on each ${RESOURCE_OF[entity]}`,
    handle(step, call) {
      const request = decode(call, api) as Message
      const overall = first?.(step, call, request) ?? null
      if (overall !== null && elementsOf(plan, request).length === 0) return Promise.resolve({ kind: 'message', message: {} })
      const { asking, topics } = step
      const codeFor = (element: unknown): number | null => {
        if (overall !== null) return overall
        const name = nameOf(plan, element, topics)
        return name === null || asking.may(call, operation, RESOURCE_OF[entity], name) ? null : REFUSAL_CODE[entity]
      }
      return withoutRefused(step, call, plan, request, (element) => {
        const code = codeFor(element)
        return code === null ? null : refusedElement(plan, element, code, fill)
      })
    },
  }
}

/** Dispatches the elements for which `refuse` answers null, and says of the others what it answers. With nothing refused the call passes as it came. */
export function withoutRefused(
  step: Step,
  call: Call,
  plan: ElementsPlan,
  request: Message,
  refuse: (element: unknown, at: number) => unknown,
): Promise<Reply> {
  const elements = elementsOf(plan, request)
  let refused: { at: number; answer: unknown }[] | null = null
  for (let at = 0; at < elements.length; at++) {
    const answer = refuse(elements[at], at)
    if (answer !== null) (refused ??= []).push({ at, answer })
  }
  if (refused === null) return step.backend.dispatch(call)
  const told = refused
  if (told.length === elements.length)
    return Promise.resolve({ kind: 'message', message: { [plan.answers]: told.map(({ answer }) => answer) } })
  const out = new Set(told.map(({ at }) => at))
  const rest = withBody(call, call.api, { ...request, [plan.list]: elements.filter((_, at) => !out.has(at)) })
  return withMessage(call, call.api, step.backend.dispatch(rest), (message) => {
    const answered = message as Message
    return { ...answered, [plan.answers]: merged(answered[plan.answers] as readonly unknown[], told) }
  })
}
