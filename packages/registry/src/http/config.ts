import { fail, ok, type Result } from '@leat/base'
import type { Operation } from '@leat/rest'
import {
  deleteConfig,
  deleteGlobalConfig,
  getClusterConfig,
  getConfig,
  getGlobalConfig,
  putConfig,
  putGlobalConfig,
} from '../api/config.ts'
import type { ConfigUpdateRequest } from '../api/entities.ts'
import type { ConfigUpdate, Problem } from '../decide/contract.ts'
import { decisions, problems } from '../decide/index.ts'
import type { RegistryService } from '../service/registry-service.ts'
import type { QualifiedSubject, RegistryConfig } from '../state/contract.ts'
import { queries, subjectOf } from '../state/index.ts'
import { metadataIn, ruleSetIn } from './bodies.ts'
import { registryOperation, type RegistryParts, shown, subjectIn } from './context.ts'
import { configBody, configUpdateBody } from './render.ts'

/** Where the cloud would say less, this says what a whole number can hold: there is no maximum. */
const UNLIMITED = 2_147_483_647

export function configOperations(parts: RegistryParts): readonly Operation[] {
  const { service } = parts
  return [
    registryOperation(parts, getGlobalConfig, async ({ admission }) => {
      const scope = subjectOf(admission.tenant, '')
      return shown(service, { body: configBody(queries.configInScope(service.state, scope)) })
    }),
    registryOperation(parts, putGlobalConfig, async ({ admission, body }) => put(service, subjectOf(admission.tenant, ''), body)),
    registryOperation(parts, deleteGlobalConfig, async ({ admission }) => remove(service, subjectOf(admission.tenant, ''))),

    registryOperation(parts, getConfig, async (call) => {
      const scope = subjectIn(service, call)
      const config = call.query.defaultToGlobal ? queries.configInScope(service.state, scope) : queries.config(service.state, scope)
      if (config === null) return fail(problems.noConfig(scope))
      return shown(service, { body: configBody(withLevel(service, config)) })
    }),
    registryOperation(parts, putConfig, async (call) => put(service, subjectIn(service, call), call.body)),
    registryOperation(parts, deleteConfig, async (call) => remove(service, subjectIn(service, call))),

    registryOperation(parts, getClusterConfig, async ({ admission }) =>
      ok({ body: { maxSchemas: admission.schemasMax ?? UNLIMITED, maxRequestsPerSec: admission.writesPerSecondMax ?? UNLIMITED } }),
    ),
  ]
}

/** Settings without a level are shown with the one that applies where none is set. */
function withLevel({ state }: RegistryService, config: RegistryConfig): RegistryConfig {
  return { ...config, compatibilityLevel: config.compatibilityLevel ?? state.options.compatibilityLevel }
}

async function put(
  service: RegistryService,
  scope: QualifiedSubject,
  body: ConfigUpdateRequest,
): Promise<Result<{ readonly body: object }, Problem>> {
  const update = updateOf(body)
  const config = await service.decide((state) => decisions.putConfig(state, { scope, update }))
  return config.ok ? ok({ body: configUpdateBody(config.value) }) : config
}

async function remove(service: RegistryService, scope: QualifiedSubject): Promise<Result<{ readonly body: object }, Problem>> {
  const config = await service.decide((state) => decisions.deleteConfig(state, { scope }))
  return config.ok ? ok({ body: configBody(withLevel(service, config.value)) }) : config
}

/** Absent keeps, null clears. */
function updateOf(body: ConfigUpdateRequest): ConfigUpdate {
  const { compatibility, defaultMetadata, overrideMetadata, defaultRuleSet, overrideRuleSet, ...rest } = body
  const plain = [
    'alias',
    'aliasForDeks',
    'normalize',
    'validateFields',
    'validateNewSchemas',
    'validateRules',
    'compatibilityPolicy',
    'compatibilityGroup',
  ] as const
  const fields: Record<string, unknown> = {}
  for (const name of plain) if (rest[name] !== undefined) fields[name] = rest[name]
  if (compatibility !== undefined) fields['compatibilityLevel'] = compatibility
  if (defaultMetadata !== undefined) fields['defaultMetadata'] = metadataIn(defaultMetadata)
  if (overrideMetadata !== undefined) fields['overrideMetadata'] = metadataIn(overrideMetadata)
  if (defaultRuleSet !== undefined) fields['defaultRuleSet'] = ruleSetIn(defaultRuleSet)
  if (overrideRuleSet !== undefined) fields['overrideRuleSet'] = ruleSetIn(overrideRuleSet)
  return fields
}
