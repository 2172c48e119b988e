import { unreachable } from '@leat/base'
import { DURABILITY_PROMISE } from '../banner.ts'
import type { HomeLayout } from '../home/layout.ts'
import { complain, EXIT, HOME_OPTIONS, homeOption, parseOptions, say } from './options.ts'
import { findRunning } from './running.ts'

export async function run(args: readonly string[]): Promise<number> {
  const values = parseOptions('status', args, HOME_OPTIONS)
  if (!values.ok) return complain(values.error, EXIT.usage)
  const home = homeOption(values.value)
  return home.ok ? status(home.value) : complain(home.error, EXIT.usage)
}

async function status(home: HomeLayout): Promise<number> {
  const found = await findRunning(home)
  switch (found.state) {
    case 'absent':
      say(`There is no Leat in ${home.dir}: ./leat up makes one.`)
      return EXIT.notRunning
    case 'stopped':
      say(`Not running. Data: ${home.dir}`)
      if (found.crashed !== null) say(`Process ${found.crashed.pid} ended without a clean stop; the next start recovers.`)
      return EXIT.notRunning
    case 'starting':
    case 'stopping':
      say(`Process ${found.pid} is ${found.state}. Data: ${home.dir}`)
      return EXIT.done
    case 'ready': {
      const { run: running } = found
      say(`Ready: process ${running.pid}, since ${running.startedAt}`)
      say(`  control plane        ${running.cloud.controlPlane ?? 'stopped (./leat control start)'}`)
      say(`  schema registry      ${running.cloud.schemaRegistry}`)
      say(`  organization         ${running.cloud.organization}`)
      say(`  environment          ${running.cloud.environment}`)
      say(`  cluster              ${running.cluster}`)
      if (running.bootstrap !== null) say(`  bootstrap            ${running.bootstrap}`)
      say(`  SASL_SSL bootstrap   ${running.saslSslBootstrap}`)
      say(`  audit log            ${running.cloud.auditBootstrap}`)
      say(`  data                 ${running.dataDir}`)
      say(`  durability           ${running.durability}: ${DURABILITY_PROMISE[running.durability]}`)
      return EXIT.done
    }
    default:
      return unreachable(found)
  }
}
