import { fail, ok } from '@leat/base'
import type { Operation } from '@leat/rest'
import { GLOBAL_SUBJECT } from '../api/common.ts'
import { deleteContext, listContexts } from '../api/contexts.ts'
import { decisions } from '../decide/index.ts'
import { DEFAULT_CONTEXT } from '../state/contract.ts'
import { contextOf, contextText, queries } from '../state/index.ts'
import { registryOperation, type RegistryParts, shown } from './context.ts'
import { pageOf } from './paging.ts'

export function contextOperations(parts: RegistryParts): readonly Operation[] {
  const { service } = parts
  return [
    registryOperation(parts, listContexts, async ({ query, admission }) => {
      const all = queries.contexts(service.state, admission.tenant).filter((context) => context.startsWith(query.contextPrefix))
      // Who may read nothing in a context does not learn of it.
      const sees = (context: string): boolean => {
        const prefix = contextText(context)
        const subjects = queries.subjects(service.state, { tenant: admission.tenant, prefix, deletion: 'all' })
        return context === DEFAULT_CONTEXT || subjects.some((subject) => admission.may('Read', subject))
      }
      const seen = admission.may('Read', GLOBAL_SUBJECT) ? all : all.filter(sees)
      return shown(service, { body: pageOf(seen, query) })
    }),

    registryOperation(parts, deleteContext, async ({ params, admission }) => {
      const context = contextOf(params['context']!)
      if (context === null) return fail({ status: 400, errorCode: 400, message: 'A context has no colon in its name' })
      const deleted = await service.decide((state) => decisions.deleteContext(state, { tenant: admission.tenant, context }))
      return deleted.ok ? ok({ status: 204 }) : deleted
    }),
  ]
}
