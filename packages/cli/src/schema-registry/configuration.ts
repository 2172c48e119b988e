import type { RegistryCalls } from '@leat/api/calls'
import type { Column, Row } from '../view.ts'

export type Configuration = RegistryCalls['getTopLevelConfig']['answer']

export const CONFIGURATION: readonly Column[] = [
  { key: 'compatibility_level', title: 'Compatibility Level' },
  { key: 'compatibility_group', title: 'Compatibility Group' },
  { key: 'metadata_defaults', title: 'Metadata Defaults' },
  { key: 'metadata_overrides', title: 'Metadata Overrides' },
  { key: 'ruleset_defaults', title: 'Ruleset Defaults' },
  { key: 'ruleset_overrides', title: 'Ruleset Overrides' },
]

/** Metadata and rules are JSON text in every format, as the stock CLI has them. */
export function configurationRow(config: Configuration): Row {
  const json = (value: unknown): string | undefined => (value === undefined || value === null ? undefined : JSON.stringify(value))
  return {
    compatibility_level: config.compatibilityLevel,
    compatibility_group: config.compatibilityGroup ?? undefined,
    metadata_defaults: json(config.defaultMetadata),
    metadata_overrides: json(config.overrideMetadata),
    ruleset_defaults: json(config.defaultRuleSet),
    ruleset_overrides: json(config.overrideRuleSet),
  }
}
