import { fail, type Fs, FsError, ok, type Result } from '@leat/base'
import { type Complaint, complaint, failed } from '../complaint.ts'
import { nearest } from '../grammar/nearest.ts'
import { settingsOf } from './config-flag.ts'

/** Settings of clients that produce and consume know, by librdkafka's names; `sasl.mechanisms` is its plural. */
const CONNECTION = [
  'bootstrap.servers',
  'client.id',
  'sasl.mechanism',
  'sasl.mechanisms',
  'sasl.password',
  'sasl.username',
  'security.protocol',
  'ssl.ca.location',
] as const
export const PRODUCER_SETTINGS = [...CONNECTION, 'acks', 'delivery.timeout.ms', 'linger.ms'] as const
export const CONSUMER_SETTINGS = [...CONNECTION, 'group.id'] as const

export type ClientSettings = ReadonlyMap<string, string>

export const SETTINGS_FLAGS = {
  config: { type: 'list', summary: 'Settings of the client ("key=value"), before those of the file and of other flags.' },
  'config-file': {
    type: 'text',
    summary: 'File with settings of the client: JSON, or lines of "key=value"; those that are for other programs are left out.',
  },
} as const

/** A file is read whole. */
const FILE_BYTES_MAX = 1024 * 1024

/** What the flags say of the client. A setting that would do nothing here is refused. */
export function clientSettings(
  fs: Fs,
  known: readonly string[],
  given: { readonly config: readonly string[]; readonly 'config-file': string | undefined },
): Result<ClientSettings, Complaint> {
  const settings = new Map<string, string>()
  const file = given['config-file']
  if (file !== undefined) {
    const read = fileSettings(fs, file)
    if (!read.ok) return read
    // A file is made for many clients, `client-config create` makes such: what is for others in it stays there.
    for (const [name, value] of read.value) if (known.includes(name)) settings.set(name, value)
  }
  const flags = settingsOf(given.config)
  if (!flags.ok) return flags
  for (const { name, value } of flags.value) {
    if (!known.includes(name)) return fail(unknownSetting(name, known))
    settings.set(name, value)
  }
  return ok(settings)
}

function unknownSetting(name: string, known: readonly string[]): Complaint {
  const near = nearest(name, known)
  const suggestions = near === null ? [] : [`Did you mean "${near}"?`]
  return complaint(`unknown setting "${name}"`, ...suggestions, `Those that there are: ${known.join(', ')}.`)
}

function fileSettings(fs: Fs, file: string): Result<readonly (readonly [string, string])[], Complaint> {
  let content: Buffer
  try {
    content = fs.readFileSync(file)
  } catch (error) {
    if (error instanceof FsError) return failed(`cannot read ${file}: ${error.message}`)
    throw error
  }
  if (content.length > FILE_BYTES_MAX) return failed(`${file} is too long for a file of settings`)
  const text = content.toString('utf8')
  return text.trimStart().startsWith('{') ? jsonSettings(file, text) : lineSettings(file, text)
}

function jsonSettings(file: string, text: string): ReturnType<typeof fileSettings> {
  try {
    return ok(Object.entries(JSON.parse(text) as object).map(([name, value]) => [name, String(value)] as const))
  } catch {
    return failed(`${file} is not JSON`)
  }
}

function lineSettings(file: string, text: string): ReturnType<typeof fileSettings> {
  const settings: (readonly [string, string])[] = []
  for (const [at, line] of text.split('\n').entries()) {
    const trimmed = line.trim()
    if (trimmed === '' || trimmed.startsWith('#')) continue
    const equals = trimmed.indexOf('=')
    if (equals < 1) return failed(`${file}, line ${at + 1}: not "key=value"`)
    settings.push([trimmed.slice(0, equals).trim(), trimmed.slice(equals + 1).trim()])
  }
  return ok(settings)
}

/** A setting that is a time in milliseconds; undefined when it is not given. */
export function timeOf(settings: ClientSettings, name: string): Result<number | undefined, Complaint> {
  const value = settings.get(name)
  if (value === undefined) return ok(undefined)
  return /^\d{1,9}$/.test(value) ? ok(Number(value)) : failed(`invalid value "${value}" for ${name}: it is a number of milliseconds`)
}
