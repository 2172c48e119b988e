import { nodeFs } from '@leat/base/node'
import { ENV_FORMATS, isEnvFormat, renderVariables } from '../clients/formats.ts'
import { terraformVariables } from '../clients/terraform.ts'
import { readSecrets } from '../home/secrets.ts'
import { complain, EXIT, HOME_OPTIONS, homeOption, parseOptions } from './options.ts'
import { findRunning } from './running.ts'

/** `leat terraform-env`: what the stock provider reads from its environment, and the one thing that it does not. */
export async function run(args: readonly string[]): Promise<number> {
  const values = parseOptions('terraform-env', args, { ...HOME_OPTIONS, format: { type: 'string' } })
  if (!values.ok) return complain(values.error, EXIT.usage)
  const format = values.value.format ?? 'sh'
  if (!isEnvFormat(format)) return complain(`--format ${format}: one of ${ENV_FORMATS.join(', ')}`, EXIT.usage)
  const home = homeOption(values.value)
  if (!home.ok) return complain(home.error, EXIT.usage)
  const found = await findRunning(home.value)
  const secrets = readSecrets(nodeFs(), home.value)
  if (found.state !== 'ready' || secrets === null)
    return complain(`no Leat is ready in ${home.value.dir}: start it with ./leat up`, EXIT.notRunning)
  const variables = terraformVariables(found.run, secrets)
  if (variables === null) return complain('the control plane is stopped: ./leat control start', EXIT.failed)
  process.stdout.write(renderVariables(variables, format))
  return EXIT.done
}
