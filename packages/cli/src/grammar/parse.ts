import { fail, ok, type Result } from '@leat/base'
import type { Argument, Command, Flag, Input } from '../command.ts'
import { type Complaint, complaint } from '../complaint.ts'
import { nearest } from './nearest.ts'

type Values = Map<string, string[]>

/** Flags and words of a command line by the command's data. Flags may stand anywhere; after `--` all are words. */
export function parseInput(command: Command, words: readonly string[]): Result<Input, Complaint> {
  const given = readWords(command, words)
  if (!given.ok) return given
  const { values, args } = given.value
  const wrong = wrongFlags(command, values) ?? wrongArgs(command, args)
  if (wrong !== null) return fail(misused(command, wrong))
  const flags: Record<string, unknown> = {}
  for (const [name, flag] of Object.entries(command.flags)) {
    const value = valueOf(name, flag, values.get(name))
    if (!value.ok) return fail(misused(command, value.error))
    flags[name] = value.value
  }
  return ok({ flags: flags as Input['flags'], args })
}

function readWords(
  command: Command,
  words: readonly string[],
): Result<{ readonly values: Values; readonly args: readonly string[] }, Complaint> {
  const values: Values = new Map()
  const args: string[] = []
  const queue = [...words]
  for (let word = queue.shift(); word !== undefined; word = queue.shift()) {
    if (word === '--') return ok({ values, args: [...args, ...queue] })
    if (word === '-' || !word.startsWith('-')) {
      args.push(word)
      continue
    }
    const name = nameOf(command, word)
    if (name === null) return fail(unknownFlag(command, word))
    const flag = command.flags[name]!
    let value = attachedTo(word)
    if (value === null && flag.type === 'switch') value = 'true'
    value ??= queue.shift() ?? null
    if (value === null) return fail(misused(command, `flag needs a value: ${word}`))
    const before = values.get(name) ?? []
    values.set(name, flag.type === 'list' ? [...before, ...value.split(',').filter((one) => one !== '')] : [value])
  }
  return ok({ values, args })
}

/** `--name`, `--name=value`, `-o`, `-ojson`, `-o=json`. */
function nameOf({ flags }: Command, word: string): string | null {
  if (word.startsWith('--')) {
    const name = word.slice(2).split('=', 1)[0]!
    return Object.hasOwn(flags, name) ? name : null
  }
  return Object.keys(flags).find((name) => flags[name]!.short === word[1]) ?? null
}

function attachedTo(word: string): string | null {
  if (!word.startsWith('--')) return word.length === 2 ? null : word.slice(2).replace(/^=/, '')
  const equals = word.indexOf('=')
  return equals === -1 ? null : word.slice(equals + 1)
}

function wrongFlags({ flags }: Command, values: Values): string | null {
  const missing = Object.keys(flags).filter((name) => flags[name]!.required === true && !values.has(name))
  return missing.length === 0 ? null : `required flag(s) ${missing.map((name) => `"${name}"`).join(', ')} not set`
}

function wrongArgs({ args: wanted = [] }: Command, given: readonly string[]): string | null {
  const least = wanted.filter(({ optional }) => optional !== true).length
  const most = wanted.some(({ repeated }) => repeated === true) ? Infinity : wanted.length
  if (given.length >= least && given.length <= most) return null
  if (given.length > most) return most === 0 ? `unexpected argument "${given[0]!}"` : `accepts ${count(wanted)}, received ${given.length}`
  return `needs ${wanted.slice(given.length, least).map(placeholder).join(' ')}`
}

function count(wanted: readonly Argument[]): string {
  const most = wanted.length
  return most === 1 ? '1 argument' : `${most} arguments`
}

export function placeholder({ name, optional, repeated }: Argument): string {
  const one = `<${name}>`
  const all = repeated === true ? `${one} [${one}...]` : one
  return optional === true ? `[${name}]` : all
}

function valueOf(name: string, flag: Flag, given: readonly string[] | undefined): Result<unknown, string> {
  if (given === undefined) return ok(flag.type === 'list' ? [] : flag.default)
  const wrong = flag.choices === undefined ? undefined : given.find((one) => !choices(flag, one))
  if (wrong !== undefined) return fail(`invalid value "${wrong}" for --${name}: it is one of ${flag.choices!.join(', ')}`)
  const [value = ''] = given
  switch (flag.type) {
    case 'list':
      return ok(given)
    case 'text':
      return ok(flag.choices?.find((choice) => choice.toLowerCase() === value.toLowerCase()) ?? value)
    case 'number':
      return /^-?\d+$/.test(value) && Number.isSafeInteger(Number(value))
        ? ok(Number(value))
        : fail(`invalid value "${value}" for --${name}: it is a whole number`)
    case 'switch':
      return value === 'true' || value === 'false'
        ? ok(value === 'true')
        : fail(`invalid value "${value}" for --${name}: it is true or false`)
  }
}

function choices(flag: Flag, value: string): boolean {
  return flag.choices!.some((choice) => choice.toLowerCase() === value.toLowerCase())
}

function unknownFlag(command: Command, word: string): Complaint {
  const name = word.split('=', 1)[0]!
  const near = word.startsWith('--') ? nearest(name.slice(2), Object.keys(command.flags)) : null
  return misused(command, `unknown flag: ${name}`, ...(near === null ? [] : [`Did you mean --${near}?`]))
}

function misused({ path }: Command, text: string, ...suggestions: readonly string[]): Complaint {
  return complaint(text, ...suggestions, `See "leat ${path} --help".`)
}
