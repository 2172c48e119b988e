import { type Fs, ok, type Result } from '@leat/base'
import { type Complaint, failed } from '../complaint.ts'
import type { RegistryCalls } from '@leat/api/calls'
import { readJson } from './files.ts'

type ConfigBody = RegistryCalls['updateTopLevelConfig']['body']

const LEVELS = ['backward', 'backward_transitive', 'forward', 'forward_transitive', 'full', 'full_transitive', 'none']
const MODES = ['readwrite', 'readonly', 'import']

/** What may be changed for the whole registry or for a subject: either settings, with the level among them, or the mode. */
export const SETTINGS_FLAGS = {
  compatibility: { type: 'text', summary: 'Compatibility level.', choices: LEVELS },
  'compatibility-group': { type: 'text', summary: 'Property of the metadata within whose values schemas are compatible.' },
  'metadata-defaults': { type: 'text', summary: 'JSON file with metadata for schemas that have none.' },
  'metadata-overrides': { type: 'text', summary: 'JSON file with metadata that all schemas get.' },
  'ruleset-defaults': { type: 'text', summary: 'JSON file with rules for schemas that have none.' },
  'ruleset-overrides': { type: 'text', summary: 'JSON file with rules that all schemas get.' },
  mode: { type: 'text', summary: 'Mode.', choices: MODES },
} as const

interface Given {
  readonly compatibility: string | undefined
  readonly mode: string | undefined
  readonly 'compatibility-group': string | undefined
  readonly 'metadata-defaults': string | undefined
  readonly 'metadata-overrides': string | undefined
  readonly 'ruleset-defaults': string | undefined
  readonly 'ruleset-overrides': string | undefined
}

export type SettingsChange = { readonly kind: 'config'; readonly body: ConfigBody } | { readonly kind: 'mode'; readonly mode: string }

export function settingsChange(fs: Fs, given: Given): Result<SettingsChange, Complaint> {
  const { compatibility, mode } = given
  if ((compatibility === undefined) === (mode === undefined)) return failed('must pass either `--compatibility` or `--mode` flag')
  if (mode !== undefined) return ok({ kind: 'mode', mode: mode.toUpperCase() })
  const body: Record<string, unknown> = { compatibility: compatibility!.toUpperCase(), compatibilityGroup: given['compatibility-group'] }
  for (const [name, flag] of FILES) {
    const read = readJson<unknown>(fs, given[flag])
    if (!read.ok) return read
    body[name] = read.value
  }
  return ok({ kind: 'config', body })
}

const FILES = [
  ['defaultMetadata', 'metadata-defaults'],
  ['overrideMetadata', 'metadata-overrides'],
  ['defaultRuleSet', 'ruleset-defaults'],
  ['overrideRuleSet', 'ruleset-overrides'],
] as const
