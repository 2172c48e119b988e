import { endpoint, pageQuery } from '@leat/rest'
import * as v from 'valibot'
import { envelope, listOf } from '../envelope.ts'

/** As published: 1 to 31 characters, none of `< > # % ' * ^ \` { | } ~ "`. */
const name = v.pipe(v.string(), v.regex(/^[^<>#%'*^`{|}~"]{1,31}$/u))
const Organization = envelope('org/v2', 'Organization', { display_name: v.string() })
const common = { api: 'org/v2', errors: 'control' } as const

export const listOrganizations = endpoint({
  ...common,
  id: 'listOrgV2Organizations',
  method: 'GET',
  path: '/org/v2/organizations',
  summary: 'List organizations',
  access: { kind: 'caller' },
  query: pageQuery(),
  returns: { status: 200, schema: listOf('org/v2', 'OrganizationList', Organization) },
})

export const getOrganization = endpoint({
  ...common,
  id: 'getOrgV2Organization',
  method: 'GET',
  path: '/org/v2/organizations/{id}',
  summary: 'Read an organization',
  access: { kind: 'caller' },
  returns: { status: 200, schema: Organization },
})

export const updateOrganization = endpoint({
  ...common,
  id: 'updateOrgV2Organization',
  method: 'PATCH',
  path: '/org/v2/organizations/{id}',
  summary: 'Rename an organization',
  access: { kind: 'may', operation: 'Alter', on: 'Organization' },
  body: v.object({ display_name: v.optional(name) }),
  returns: { status: 200, schema: Organization },
})
