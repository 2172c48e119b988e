import { readFileSync } from 'node:fs'
import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'

/** What no linter knows of this project. Each rule names what to do instead. */

const root = new URL('../', import.meta.url)
const files = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: root, maxBuffer: 1 << 26 })
  .toString()
  .split('\0')
  .filter((file) => file !== '' && !/(^|\/)(generated|testdata|recorded)\/|package-lock\.json$/.test(file))
const sources = files.filter((file) => /\.tsx?$/.test(file))

function read(file: string): string {
  try {
    return readFileSync(new URL(file, root), 'utf8')
  } catch {
    return '' // deleted in the working tree, still in the index
  }
}

function offenders(candidates: readonly string[], pattern: RegExp): string[] {
  const found: string[] = []
  for (const file of candidates) {
    if (file === 'test/tidy.test.ts') continue
    read(file)
      .split('\n')
      .forEach((line, index) => {
        if (pattern.test(line)) found.push(`${file}:${index + 1}: ${line.trim().slice(0, 100)}`)
      })
  }
  return found
}

test('no source file is longer than 500 lines: split it along what it does', () => {
  const long = sources.map((file) => ({ file, lines: read(file).split('\n').length })).filter(({ lines }) => lines > 500)
  expect(long).toEqual([])
})

test('no unfinished work is left in the text: decide it or open an issue', () => {
  expect(offenders(sources, /\b(TODO|FIXME|XXX|HACK)\b/)).toEqual([])
})

test('a test never skips itself, and none runs alone', () => {
  const tests = sources.filter((file) => file.endsWith('.test.ts'))
  expect(offenders(tests, /\b(test|it|describe)\.(skip|only|todo)\b/)).toEqual([])
})

test('no suppression without a reason', () => {
  expect(offenders(sources, /@ts-ignore|@ts-nocheck|@ts-expect-error\s*$|oxlint-disable(?!.*--)/)).toEqual([])
})

test('every part explains itself in at most 60 lines', () => {
  const parts = [...new Set(files.map((file) => /^packages\/([^/]+)\//.exec(file)?.[1]).filter((part) => part !== undefined))]
  for (const part of parts) {
    const text = read(`packages/${part}/README.md`)
    expect(text, `packages/${part}/README.md is missing`).not.toBe('')
    expect(text.trimEnd().split('\n').length, `packages/${part}/README.md`).toBeLessThanOrEqual(60)
  }
})

test('nothing in the project depends on one machine', () => {
  expect(offenders(files, /\/work\/|\/tmp\/brief|registry\.npmjs\.org|repo1?\.maven|proxy\.golang\.org|files\.pythonhosted/)).toEqual([])
})
