import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { USAGES } from '../../server/src/commands/usage.ts'
import { GENERATED, generatedFiles } from '../scripts/generate.ts'
import { ARGUMENT_IDS, FLAG_IDS } from '../src/completion/id-places.ts'
import { COMMANDS } from '../src/generated/commands.ts'
import { findCommand } from '../src/grammar/find-command.ts'
import { GROUPS } from '../src/grammar/groups.ts'
import { parseInput } from '../src/grammar/parse.ts'
import { PLATFORM_COMMANDS } from '../src/help/platform.ts'
import { parseTranscript } from './transcript.ts'

test('what is generated is fresh: node packages/cli/scripts/generate.ts', async () => {
  for (const [name, text] of Object.entries(await generatedFiles())) expect(readFileSync(join(GENERATED, name), 'utf8')).toBe(text)
})

test('every group of commands says what it is about', () => {
  const groups = COMMANDS.flatMap(({ path }) => path.split(' ').map((_, i, words) => words.slice(0, i).join(' '))).filter(
    (path) => path !== '',
  )
  expect(groups.filter((path) => !(path in GROUPS))).toEqual([])
})

test('ids are completed for commands and flags that there are', async () => {
  const commands = await Promise.all(COMMANDS.map(({ load }) => load()))
  const taking = commands.filter(({ args = [] }) => args.length > 0).map(({ path }) => path)
  expect(Object.keys(ARGUMENT_IDS).filter((path) => !taking.includes(path))).toEqual([])
  const flags = new Set(commands.flatMap(({ flags: own }) => Object.keys(own)))
  expect(Object.keys(FLAG_IDS).filter((name) => !flags.has(name))).toEqual([])
})

test('the overview names the commands of the platform as the platform does', () => {
  expect(PLATFORM_COMMANDS).toEqual(Object.fromEntries(Object.entries(USAGES).map(([name, { summary }]) => [name, summary])))
})

test('the launcher gives those commands to the platform, and no others', () => {
  const launcher = readFileSync(join(import.meta.dirname, '../../../leat'), 'utf8')
  const [, names = ''] = /^ {2}([\w |-]+)\) exec "\$node" "\$main"/m.exec(launcher) ?? []
  expect(names.split(' | ').sort()).toEqual([...Object.keys(USAGES), 'warm'].sort())
})

test.for(COMMANDS.map(({ path, load }) => [path, load] as const))('the examples of %s are accepted', async ([path, load]) => {
  const command = await load()
  expect(command.path).toBe(path)
  expect(command.examples.length).toBeGreaterThan(0)
  for (const { line } of command.examples) {
    const [step] = parseTranscript(`$ leat ${line.replace(/ (?:&&|>|\|) .*$/, '')}`)
    const found = findCommand(step?.kind === 'command' ? step.words : [])
    expect(found.kind === 'command' && found.entry.path).toBe(path)
    expect(found.kind === 'command' && parseInput(command, found.rest)).toMatchObject({ ok: true })
  }
})
