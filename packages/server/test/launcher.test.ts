import { spawnSync } from 'node:child_process'
import {
  appendFileSync,
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { expect, test } from 'vitest'

const LAUNCHER = new URL('../../../leat', import.meta.url).pathname

/** A checkout with the real launcher, a program that prints its arguments, and tools that only write down how they were called. */
class Checkout implements Disposable {
  readonly dir = mkdtempSync(`${tmpdir()}/leat-launcher-`)

  constructor() {
    copyFileSync(LAUNCHER, `${this.dir}/leat`)
    mkdirSync(`${this.dir}/packages/server/src`, { recursive: true })
    mkdirSync(`${this.dir}/scripts`)
    mkdirSync(`${this.dir}/bin`)
    writeFileSync(`${this.dir}/package-lock.json`, '{}\n')
    writeFileSync(
      `${this.dir}/packages/server/src/main.ts`,
      "console.log(process.argv.slice(2).join(' '), process.env['UV_THREADPOOL_SIZE'])\n",
    )
    writeFileSync(`${this.dir}/scripts/test.ts`, "console.log('tests')\n")
    for (const tool of ['sh', 'cksum', 'cat', 'mkdir', 'rm', 'sleep', 'readlink']) {
      const found = ['/bin', '/usr/bin'].map((dir) => `${dir}/${tool}`).find((path) => existsSync(path))
      symlinkSync(found!, `${this.dir}/bin/${tool}`)
    }
    this.tool('npm', `printf '%s ' "$@" >> ${this.dir}/npm.log; echo >> ${this.dir}/npm.log; mkdir -p ${this.dir}/node_modules`)
    symlinkSync(process.execPath, `${this.dir}/bin/node`)
  }

  tool(name: string, script: string): void {
    rmSync(`${this.dir}/bin/${name}`, { force: true })
    writeFileSync(`${this.dir}/bin/${name}`, `#!/bin/sh\n${script}\n`)
    chmodSync(`${this.dir}/bin/${name}`, 0o755)
  }

  run(...args: string[]): { readonly status: number | null; readonly stdout: string; readonly stderr: string } {
    return spawnSync(`${this.dir}/leat`, args, { env: { PATH: `${this.dir}/bin`, HOME: this.dir }, encoding: 'utf8' })
  }

  /** How npm was called since the last look. */
  installs(): readonly string[] {
    const path = `${this.dir}/npm.log`
    const calls = existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n') : []
    rmSync(path, { force: true })
    return calls
  }

  [Symbol.dispose](): void {
    rmSync(this.dir, { recursive: true, force: true })
  }
}

test('the first use installs what up needs, the next one nothing', () => {
  using checkout = new Checkout()
  const first = checkout.run('up', '--json')
  expect(first).toMatchObject({ status: 0, stdout: 'up --json 8\n' })
  expect(checkout.installs()).toEqual([expect.stringMatching(/^install --no-save --omit=dev --ignore-scripts /)])
  expect(checkout.run('status').stdout).toBe('status 8\n')
  expect(checkout.installs()).toEqual([])
})

test('tests install the rest, and a changed lockfile keeps that', () => {
  using checkout = new Checkout()
  checkout.run('up')
  checkout.installs()
  expect(checkout.run('test').stdout).toBe('tests\n')
  expect(checkout.installs()).toEqual([expect.not.stringContaining('--omit=dev')])
  appendFileSync(`${checkout.dir}/package-lock.json`, '\n')
  checkout.run('up')
  expect(checkout.installs()).toEqual([expect.not.stringContaining('--omit=dev')])
})

test('a Node that is too old gives way to the pinned one', () => {
  using checkout = new Checkout()
  checkout.tool('node', 'echo v20.20.2')
  expect(checkout.run('up')).toMatchObject({ status: 1, stderr: expect.stringContaining('Leat needs Node.js 24.12 or newer') })
  mkdirSync(`${checkout.dir}/node_modules/node-some-platform/bin`, { recursive: true })
  symlinkSync(process.execPath, `${checkout.dir}/node_modules/node-some-platform/bin/node`)
  expect(checkout.run('up').stdout).toBe('up 8\n')
})

test('one sentence says what is missing', () => {
  using checkout = new Checkout()
  checkout.tool('npm', 'exit 1')
  expect(checkout.run('up').stderr).toContain('npm could not install')
  rmSync(`${checkout.dir}/bin/npm`)
  expect(checkout.run('up').stderr).toContain('npm is missing')
})

test('it works through a symbolic link and from elsewhere', () => {
  using checkout = new Checkout()
  mkdirSync(`${checkout.dir}/elsewhere`)
  symlinkSync('../leat', `${checkout.dir}/elsewhere/l`)
  const { stdout } = spawnSync(`${checkout.dir}/elsewhere/l`, ['up'], {
    cwd: tmpdir(),
    env: { PATH: `${checkout.dir}/bin`, HOME: checkout.dir },
    encoding: 'utf8',
  })
  expect(stdout).toBe('up 8\n')
})
