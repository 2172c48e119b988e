/** Every file in `testdata/transcripts` is played against a Leat. `npx vitest run packages/cli/test/transcripts.test.ts -u` writes what came out. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { COMMANDS } from '../src/generated/commands.ts'
import { Stage } from './stage.ts'
import { parseTranscript, renderCommand, type Step } from './transcript.ts'

const DIR = join(import.meta.dirname, '../testdata/transcripts')
const FILES = readdirSync(DIR).filter((name) => name.endsWith('.txt'))
const STEPS = new Map(FILES.map((name) => [name, parseTranscript(readFileSync(join(DIR, name), 'utf8'))]))

test.for(FILES)('%s', async (name) => {
  await using stage = await Stage.open()
  const lines: string[] = []
  for (const step of STEPS.get(name)!) lines.push(await perform(stage, step))
  await expect(lines.join('\n')).toMatchFileSnapshot(join(DIR, name))
})

async function perform(stage: Stage, step: Step): Promise<string> {
  switch (step.kind) {
    case 'remark':
      return step.text
    case 'set':
      await set(stage, step.name, step.value)
      return `@${step.name} ${step.value}`.trimEnd()
    case 'command':
      return renderCommand(step, await stage.play(step.words, step.typed))
  }
}

async function set(stage: Stage, name: string, value: string): Promise<void> {
  if (name === 'columns') stage.columns = value === '' ? null : Number(value)
  else if (name === 'rows') stage.rows = value === '' ? null : Number(value)
  else if (name === 'email') stage.email = value === '' ? null : value
  else if (name === 'password') stage.password = value === '' ? null : value
  else if (name === 'stop') await stage.leat.close()
  else if (name === 'stdin') stage.isPiped = value === 'pipe'
  else if (name === 'interrupt') stage.interruptAtLine = Number(value)
  else if (name === 'get') await stage.get(value)
  else if (name === 'file') stage.file(value)
  else throw new Error(`a transcript cannot set ${name}`)
}

test('every command has a transcript in which it works, in each of its formats', async () => {
  const worked = [...STEPS.values()].flat().flatMap((step) => (step.kind === 'command' && step.exitCode === 0 ? [step.line] : []))
  const missing: string[] = []
  for (const { path, load } of COMMANDS) {
    const own = worked.filter((line) => line === path || line.startsWith(`${path} `))
    if (own.length === 0) missing.push(path)
    if (!('output' in (await load()).flags)) continue
    for (const format of ['json', 'yaml'])
      if (!own.some((line) => / (-o|--output) (\w+)/.exec(line)?.[2] === format)) missing.push(`${path} -o ${format}`)
  }
  expect(missing).toEqual([])
})
