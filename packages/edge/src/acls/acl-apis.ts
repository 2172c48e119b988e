import { type AclBinding, type AclFilter, aclKey, matchesFilter, type PrincipalName, type Rules } from '@leat/access'
import { assert, ok, unreachable } from '@leat/base'
import { ApiKey, type ApiTable, type Call, decode, ErrorCode, type Reply, reply } from '@leat/wire'
import { DescribeAcls } from '@leat/wire/messages/29-describe-acls'
import { CreateAcls } from '@leat/wire/messages/30-create-acls'
import { DeleteAcls } from '@leat/wire/messages/31-delete-acls'
import type { AclCaller, AclWriter, AclWriteResult } from './acl-writer.ts'
import { checkAcl } from './check-acl.ts'
import { filterOf, numbersOf } from './codes.ts'

/** What the edge serves beside its backend. */
export const ACL_APIS: ApiTable = new Map([DescribeAcls, CreateAcls, DeleteAcls].map((api) => [api.key, { api, min: 1, max: 3 }]))

const AWAY = 'ACLs cannot be changed now because the control plane is away: try again later'

/**
 * DescribeAcls, CreateAcls, DeleteAcls for callers who may. Reading is from the rules this edge has; changes go to whoever keeps them.
 */
export class AclApis {
  readonly #rules: Rules
  readonly #cluster: string
  readonly #writer: AclWriter

  constructor(rules: Rules, cluster: string, writer: AclWriter) {
    this.#rules = rules
    this.#cluster = cluster
    this.#writer = writer
  }

  async serve(call: Call): Promise<Reply> {
    switch (call.api.key) {
      case ApiKey.DescribeAcls:
        return this.#describe(call)
      case ApiKey.CreateAcls:
        return this.#create(call)
      default:
        assert(call.api.key === ApiKey.DeleteAcls, `${call.api.name} is no API of ACLs`)
        return this.#delete(call)
    }
  }

  #describe(call: Call): Reply {
    const byPattern = new Map<string, { first: AclBinding; acls: AclBinding[] }>()
    const asked = filterOf(decode(call, DescribeAcls))
    for (const acl of asked.ok ? this.#matching(asked.value) : []) {
      const key = `${acl.resourceType}\n${acl.patternType}\n${acl.name}`
      const resource = byPattern.get(key)
      if (resource === undefined) byPattern.set(key, { first: acl, acls: [acl] })
      else resource.acls.push(acl)
    }
    const resources = [...byPattern.values()].map(({ first, acls }) => ({ ...numbersOf(first), acls: acls.map(numbersOf) }))
    return reply(DescribeAcls, { errorCode: ErrorCode.NONE, errorMessage: '', resources })
  }

  async #create(call: Call): Promise<Reply> {
    const checked = decode(call, CreateAcls).creations.map(checkAcl)
    const acls = unique(checked.flatMap((one) => (one.ok ? [one.value] : [])))
    const written = acls.length === 0 ? [] : await this.#writer.create(this.#cluster, callerOf(call), acls)
    const outcomes = new Map(acls.map((acl, i) => [aclKey(acl), written[i]!]))
    const results = checked.map((one) =>
      one.ok
        ? { errorMessage: '', ...errorOf(outcomes.get(aclKey(one.value))!) }
        : { errorCode: ErrorCode.INVALID_REQUEST, errorMessage: one.error },
    )
    return reply(CreateAcls, { results })
  }

  async #delete(call: Call): Promise<Reply> {
    const matching = decode(call, DeleteAcls).filters.map((filter) => {
      const asked = filterOf(filter)
      return asked.ok ? ok(this.#matching(asked.value)) : asked
    })
    const acls = unique(matching.flatMap((one) => (one.ok ? one.value : [])))
    const written = acls.length === 0 ? [] : await this.#writer.delete(this.#cluster, callerOf(call), acls)
    const outcomes = new Map(acls.map((acl, i) => [aclKey(acl), written[i]!]))
    const filterResults = matching.map((matched) =>
      matched.ok
        ? {
            errorCode: ErrorCode.NONE,
            errorMessage: null,
            matchingAcls: matched.value.map((acl) => ({ errorMessage: null, ...errorOf(outcomes.get(aclKey(acl))!), ...numbersOf(acl) })),
          }
        : { errorCode: ErrorCode.INVALID_REQUEST, errorMessage: `Unknown ${matched.error}Filter.`, matchingAcls: [] },
    )
    return reply(DeleteAcls, { filterResults })
  }

  #matching(filter: AclFilter | null): readonly AclBinding[] {
    return filter === null ? [] : this.#rules.acls().filter((acl) => matchesFilter(acl, filter))
  }
}

function unique(acls: readonly AclBinding[]): readonly AclBinding[] {
  return [...new Map(acls.map((acl) => [aclKey(acl), acl])).values()]
}

function errorOf(result: AclWriteResult): { readonly errorCode: number; readonly errorMessage?: string } {
  switch (result.kind) {
    case 'done':
      return { errorCode: ErrorCode.NONE }
    case 'refused':
      return { errorCode: result.errorCode, errorMessage: result.message }
    case 'away':
      // Retriable: what Kafka says when no controller answers.
      return { errorCode: ErrorCode.REQUEST_TIMED_OUT, errorMessage: AWAY }
    default:
      return unreachable(result)
  }
}

function callerOf({ session }: Call): AclCaller {
  const principal: PrincipalName = `${session.principal.type}:${session.principal.name}`
  return { principal, clientAddress: session.clientHost.replace(/^\//, ''), trusted: session.trusted === true }
}
