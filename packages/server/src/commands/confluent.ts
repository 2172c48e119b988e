import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { nodeFs } from '@leat/base/node'
import { CONFLUENT_CONFIG, confluentEnvironment, loginEnvironment, loginUrl, setUpCommands, withTrust } from '../clients/confluent.ts'
import { readJsonObject, writeJson } from '../home/json-file.ts'
import { type HomeLayout, PRIVATE_DIR_MODE, PRIVATE_FILE_MODE } from '../home/layout.ts'
import { readSecrets, type Secrets } from '../home/secrets.ts'
import type { RunFile } from '../home/run-file.ts'
import { complain, EXIT, HOME_OPTIONS, homeOption, parseOptions } from './options.ts'
import { findRunning } from './running.ts'

const NOT_FOUND = 127

/**
 * `leat confluent [--name NAME | --data-dir DIR] ARGS…`: the stock CLI, if it is installed, in a home of its own below the data directory. The first
 * command logs in.
 */
export async function run(args: readonly string[]): Promise<number> {
  const ownCount = ownArguments(args)
  const values = parseOptions('confluent', args.slice(0, ownCount), HOME_OPTIONS)
  if (!values.ok) return complain(values.error, EXIT.usage)
  const home = homeOption(values.value)
  if (!home.ok) return complain(home.error, EXIT.usage)
  const binary = findOnPath('confluent')
  if (binary === null)
    return complain(
      'there is no "confluent" on the PATH: install the Confluent CLI (https://docs.confluent.io/confluent-cli/current/install.html), then run this again',
      NOT_FOUND,
    )
  const found = await findRunning(home.value)
  const secrets = readSecrets(nodeFs(), home.value)
  if (found.state !== 'ready' || secrets === null)
    return complain(`no Leat is ready in ${home.value.dir}: start it with ./leat up`, EXIT.notRunning)
  return runIn({ binary, home: home.value, run: found.run, secrets }, args.slice(ownCount))
}

interface Cli {
  readonly binary: string
  readonly home: HomeLayout
  readonly run: RunFile
  readonly secrets: Secrets
}

async function runIn(cli: Cli, args: readonly string[]): Promise<number> {
  const { home, run, secrets } = cli
  const url = loginUrl(run)
  if (url === null) return complain('the control plane is stopped: ./leat control start', EXIT.failed)
  const fs = nodeFs()
  const config = `${home.confluentHome}/.confluent/config.json`
  const mark = `${home.confluentHome}/logged-in.json`
  if (fs.statSync(config) === null) {
    fs.mkdirSync(`${home.confluentHome}/.confluent`, PRIVATE_DIR_MODE)
    writeJson(fs, config, CONFLUENT_CONFIG, PRIVATE_FILE_MODE)
  }
  const login = ['login', '--url', url]
  if (args[0] === 'login') return execute(cli, args.includes('--url') ? args : [...login, ...args.slice(1)], loginEnvironment(secrets))
  if (readJsonObject(fs, mark)?.['url'] !== url) {
    const loggedIn = await execute(cli, login, loginEnvironment(secrets), 'quiet')
    if (loggedIn !== 0) return complain(`confluent could not log in at ${url} (its reason stands above)`, EXIT.failed)
    for (const command of setUpCommands(run, secrets)) await execute(cli, command, {}, 'quiet')
    writeJson(fs, mark, { url }, PRIVATE_FILE_MODE)
  }
  return execute(cli, withTrust(args, run), {})
}

async function execute(
  { binary, home, run }: Cli,
  args: readonly string[],
  login: Readonly<Record<string, string>>,
  output: 'shown' | 'quiet' = 'shown',
): Promise<number> {
  const env = { ...confluentEnvironment(process.env, home.confluentHome, run), ...login }
  const child = spawn(binary, args, { env, stdio: ['inherit', output === 'shown' ? 'inherit' : 'ignore', 'inherit'] })
  const [code] = (await once(child, 'close')) as [number | null]
  return code ?? EXIT.failed
}

/** How many of the first arguments are ours and not the CLI's. */
function ownArguments(args: readonly string[]): number {
  let count = 0
  for (;;) {
    const arg = args[count]
    if (arg === '--name' || arg === '--data-dir') count += 2
    else if (arg?.startsWith('--name=') === true || arg?.startsWith('--data-dir=') === true) count += 1
    else return Math.min(count, args.length)
  }
}

function findOnPath(name: string): string | null {
  for (const dir of (process.env['PATH'] ?? '').split(delimiter)) {
    try {
      const path = join(dir, name)
      accessSync(path, constants.X_OK)
      return path
    } catch {
      // Not there.
    }
  }
  return null
}
