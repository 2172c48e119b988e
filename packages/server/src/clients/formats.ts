import { unreachable } from '@leat/base'
import type { ClientSettings } from './settings.ts'

export const ENV_FORMATS = ['sh', 'json', 'dotenv'] as const
export type EnvFormat = (typeof ENV_FORMATS)[number]

export function isEnvFormat(text: string): text is EnvFormat {
  return (ENV_FORMATS as readonly string[]).includes(text)
}

/** Ends with a line feed. */
export function renderSettings(settings: ClientSettings, format: EnvFormat): string {
  switch (format) {
    case 'sh':
      return shell(settings)
    case 'dotenv':
      return renderVariables({ ...settings.leat, ...settings.node }, 'dotenv')
    case 'json':
      return `${JSON.stringify(settings, null, 2)}\n`
    default:
      return unreachable(format)
  }
}

/** Variables alone. Ends with a line feed. */
export function renderVariables(variables: Readonly<Record<string, string>>, format: EnvFormat): string {
  switch (format) {
    case 'sh':
      return lines(variables, (name, value) => `export ${name}=${singleQuoted(value)}`)
    case 'dotenv':
      return lines(variables, (name, value) => `${name}=${doubleQuoted(value)}`)
    case 'json':
      return `${JSON.stringify(variables, null, 2)}\n`
    default:
      return unreachable(format)
  }
}

/** Meant for `eval "$(./leat env)"`. */
function shell({ leat, node }: ClientSettings): string {
  const exported = (variables: Readonly<Record<string, string>>): string => renderVariables(variables, 'sh')
  return [
    '# Everything, for eval "$(./leat env)". Java: --command-config "$LEAT_JAVA_PROPERTIES". librdkafka: kcat reads KCAT_CONFIG by itself.\n',
    exported(leat),
    '# Node programs trust the CA:\n',
    exported(node),
  ].join('')
}

/** A Java properties file; values of ours hold no backslashes but may hold any path. */
export function javaProperties(properties: Readonly<Record<string, string>>): string {
  return lines(properties, (name, value) => `${name}=${value.replaceAll('\\', '\\\\')}`)
}

/** librdkafka's files are `name=value` without any quoting. */
export function librdkafkaConf(properties: Readonly<Record<string, string>>): string {
  return lines(properties, (name, value) => `${name}=${value}`)
}

function lines(entries: Readonly<Record<string, string>>, line: (name: string, value: string) => string): string {
  return Object.entries(entries)
    .map(([name, value]) => `${line(name, value)}\n`)
    .join('')
}

function singleQuoted(value: string): string {
  return /^[\w@%+=:,./-]+$/.test(value) ? value : `'${value.replaceAll("'", `'\\''`)}'`
}

function doubleQuoted(value: string): string {
  return /^[\w@%+:,./-]+$/.test(value) ? value : `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('$', '\\$')}"`
}
