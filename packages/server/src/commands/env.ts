import { nodeFs } from '@leat/base/node'
import { ENV_FORMATS, isEnvFormat, renderSettings } from '../clients/formats.ts'
import { clientSettings } from '../clients/settings.ts'
import { readSecrets } from '../home/secrets.ts'
import { complain, EXIT, HOME_OPTIONS, homeOption, parseOptions } from './options.ts'
import { findRunning } from './running.ts'

export async function run(args: readonly string[]): Promise<number> {
  const values = parseOptions('env', args, { ...HOME_OPTIONS, format: { type: 'string' } })
  if (!values.ok) return complain(values.error, EXIT.usage)
  const format = values.value.format ?? 'sh'
  if (!isEnvFormat(format)) return complain(`--format ${format}: one of ${ENV_FORMATS.join(', ')}`, EXIT.usage)
  const home = homeOption(values.value)
  if (!home.ok) return complain(home.error, EXIT.usage)

  const found = await findRunning(home.value)
  const secrets = readSecrets(nodeFs(), home.value)
  // Without a running platform there are no addresses to tell.
  if (found.state !== 'ready' || secrets === null)
    return complain(`no Leat is ready in ${home.value.dir}: start it with ./leat up`, EXIT.notRunning)
  process.stdout.write(renderSettings(clientSettings(home.value, found.run, secrets), format))
  return EXIT.done
}
