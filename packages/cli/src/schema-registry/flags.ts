import { ENVIRONMENT_FLAGS } from '../flags.ts'
import type { RegistryGiven } from './with-registry.ts'

/** Of every command that asks a registry. */
export const REGISTRY_FLAGS = {
  'api-key': { type: 'text', summary: 'API key of the Schema Registry, instead of the one in use.' },
  'api-secret': { type: 'text', summary: 'Its secret, unless it is stored.' },
  'schema-registry-endpoint': { type: 'text', summary: 'URL of any Schema Registry, instead of that of the environment; needs no login.' },
  'certificate-authority-path': { type: 'text', summary: 'PEM file of the certificate authorities that such a registry may have.' },
  ...ENVIRONMENT_FLAGS,
} as const

/** The same beside the flags of Kafka. */
export const REGISTRY_FLAGS_BESIDE = {
  'schema-registry-api-key': { type: 'text', summary: 'API key of the Schema Registry, instead of the one in use.' },
  'schema-registry-api-secret': { type: 'text', summary: 'Its secret, unless it is stored.' },
  'schema-registry-endpoint': { type: 'text', summary: 'URL of any Schema Registry, instead of that of the environment.' },
} as const

type Flags = Readonly<Record<string, unknown>>

export function registryGiven(flags: Flags): RegistryGiven {
  return given(flags, 'api-key', 'api-secret')
}

export function registryGivenBeside(flags: Flags): RegistryGiven {
  return given(flags, 'schema-registry-api-key', 'schema-registry-api-secret')
}

function given(flags: Flags, key: string, secret: string): RegistryGiven {
  const text = (name: string): string | undefined => flags[name] as string | undefined
  return {
    key: { key: text(key), secret: text(secret), flags: [`--${key}`, `--${secret}`] },
    endpoint: text('schema-registry-endpoint'),
    caFile: text('certificate-authority-path'),
  }
}

export const TYPE_FLAG = {
  type: { type: 'text', summary: 'Language of the schema.', choices: ['avro', 'json', 'protobuf'], default: 'avro' },
} as const

export const SUBJECT_FLAG = { subject: { type: 'text', summary: 'Subject of the schema.' } } as const

export const REFERENCES_FLAG = {
  references: { type: 'text', summary: 'JSON file with the schemas that this one refers to: [{"name", "subject", "version"}].' },
} as const
