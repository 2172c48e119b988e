import { assertExists } from './assert-exists.ts'
import type { MessageDefinition } from './definitions.ts'
import { renderMessages } from './render-messages.ts'
import { renderFieldTable } from './render-table.ts'
import { lowerFirst, NOTICE, versionRange } from './text.ts'

/** On the broker's listener, but only brokers may use them (ClusterAction): WriteTxnMarkers and the share group state. */
const BETWEEN_BROKERS = new Set([27, 83, 84, 85, 86, 87])

/** What groups keep in `__consumer_offsets`, and what consumers exchange inside the classic group protocol. */
const RECORDS = [
  'OffsetCommitKey',
  'OffsetCommitValue',
  'GroupMetadataKey',
  'GroupMetadataValue',
  'ConsumerProtocolSubscription',
  'ConsumerProtocolAssignment',
]

const HEADERS = ['RequestHeader', 'ResponseHeader']

export function renderAll(definitions: ReadonlyMap<string, MessageDefinition>): ReadonlyMap<string, string> {
  const requests = [...definitions.values()]
    .filter((d) => d.type === 'request' && d.listeners?.includes('broker') === true && !BETWEEN_BROKERS.has(keyOf(d)))
    .sort((a, b) => keyOf(a) - keyOf(b))
  const files = new Map<string, string>()
  for (const request of requests) {
    files.set(apiPath(request), renderApi(request, assertExists(definitions.get(`${apiName(request)}Response`), request.name)))
  }
  files.set('index.ts', renderIndex(requests))
  files.set('api-keys.ts', renderApiKeys(requests))
  files.set(
    'headers.ts',
    renderSchemas(
      HEADERS.map((name) => assertExists(definitions.get(name), name)),
      '../../api.ts',
    ),
  )
  for (const name of RECORDS) {
    files.set(`records/${kebab(name)}.ts`, renderSchemas([assertExists(definitions.get(name), name)], '../../../api.ts'))
  }
  return files
}

function renderApi(request: MessageDefinition, response: MessageDefinition): string {
  const name = apiName(request)
  const { interfaces, structs, fieldsOf } = renderMessages([request, response])
  const table = [
    `export const ${name} = api<${name}Request, ${name}Response>({`,
    `  key: ${keyOf(request)},`,
    `  name: '${name}',`,
    ...commonLines(request),
    ...(request.latestVersionUnstable === true ? ['  latestVersionUnstable: true,'] : []),
    ...renderFieldTable('request', fieldsOf(request), '  '),
    ...renderFieldTable('response', fieldsOf(response), '  '),
    '})',
  ]
  const imports = structs.length > 0 ? "import { api, type Field } from '../../api.ts'" : "import { api } from '../../api.ts'"
  return join([NOTICE, imports], ...interfaces, ...structs, table)
}

/** Messages that are not APIs: headers, and the records of groups. */
function renderSchemas(messages: readonly MessageDefinition[], apiModule: string): string {
  const parts: string[][] = []
  let usesField = false
  for (const message of messages) {
    const { interfaces, structs, fieldsOf } = renderMessages([message])
    usesField ||= structs.length > 0
    const table = [
      `export const ${message.name} = schema<${message.name}>({`,
      `  name: '${message.name}',`,
      ...commonLines(message),
      ...(message.type === 'coordinator-key' ? [`  recordType: ${keyOf(message)},`] : []),
      ...(message.type === 'data' ? ['  readsNewer: true,'] : []),
      ...renderFieldTable('fields', fieldsOf(message), '  '),
      '})',
    ]
    parts.push(...interfaces, ...structs, table)
  }
  return join([NOTICE, `import { schema${usesField ? ', type Field' : ''} } from '${apiModule}'`], ...parts)
}

function renderIndex(requests: readonly MessageDefinition[]): string {
  const names = requests.map(apiName)
  const imports = requests.map((r) => `import { ${apiName(r)} } from './${apiPath(r)}'`)
  const types = requests.map((r) => `export type { ${apiName(r)}Request, ${apiName(r)}Response } from './${apiPath(r)}'`)
  const list = ['/** Every API a client may use, by key. */', 'export const apis: readonly Api[] = [', ...names.map((n) => `  ${n},`), ']']
  const named = ['export {', ...names.map((n) => `  ${n},`), '}']
  return join([NOTICE, "import type { Api } from '../../api.ts'", ...imports], types, list, named)
}

/** A file without imports: who only needs a number loads no message. */
function renderApiKeys(requests: readonly MessageDefinition[]): string {
  const keys = ['export const ApiKey = {', ...requests.map((r) => `  ${apiName(r)}: ${keyOf(r)},`), '} as const']
  return join([NOTICE, ...keys], ['export type ApiKey = (typeof ApiKey)[keyof typeof ApiKey]'])
}

function commonLines(message: MessageDefinition): string[] {
  const [min, max] = versionRange(message.validVersions)
  const flexible = message.flexibleVersions === 'none' ? 'null' : String(versionRange(message.flexibleVersions)[0])
  return [`  versions: [${min}, ${max}],`, `  flexible: ${flexible},`]
}

function apiName(request: MessageDefinition): string {
  return request.name.replace(/Request$/, '')
}

function apiPath(request: MessageDefinition): string {
  return `${String(keyOf(request)).padStart(2, '0')}-${kebab(apiName(request))}.ts`
}

function keyOf(message: MessageDefinition): number {
  return assertExists(message.apiKey, `apiKey of ${message.name}`)
}

function kebab(name: string): string {
  return lowerFirst(name).replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}

function join(...parts: readonly (readonly string[])[]): string {
  return `${parts.map((lines) => lines.join('\n')).join('\n\n')}\n`
}
