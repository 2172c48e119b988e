import { fail, ok } from '@leat/base'
import { command } from '../command.ts'
import { failed } from '../complaint.ts'
import { CLUSTER_FLAGS, OUTPUT_FLAG } from '../flags.ts'
import type { ControlCalls } from '@leat/api/calls'
import { qualified } from '../role-binding/names.ts'
import { remedyCommands, type RemedyCommands } from './remedies.ts'

type Explanation = ControlCalls['getExplanation']['answer']
type Question = ControlCalls['getExplanation']['query']

export const explainDeny = command({
  path: 'explain-deny',
  summary: 'Say which rule refused somebody, and the commands that would allow it.',
  more: 'Without --operation it is about the last request that was refused. With --operation and a resource it tells what would happen.',
  flags: {
    principal: { type: 'text', summary: 'Who: User:sa-..., User:u-...; without "User:" too.', required: true },
    operation: {
      type: 'text',
      summary: 'What.',
      choices: [
        'read',
        'write',
        'create',
        'delete',
        'alter',
        'describe',
        'cluster-action',
        'describe-configs',
        'alter-configs',
        'idempotent-write',
      ],
    },
    topic: { type: 'text', summary: 'On this topic.' },
    'consumer-group': { type: 'text', summary: 'On this consumer group.' },
    'transactional-id': { type: 'text', summary: 'On this transactional id.' },
    'cluster-scope': { type: 'switch', summary: 'On the cluster.' },
    host: { type: 'text', summary: 'From this address; matters only to ACLs with a host.' },
    ...CLUSTER_FLAGS,
    ...OUTPUT_FLAG,
  },
  examples: [
    { does: 'Explain the last refusal of a service account.', line: 'explain-deny --principal User:sa-a1b2c3' },
    { does: 'Ask whether it may read a topic.', line: 'explain-deny --principal sa-a1b2c3 --operation read --topic orders' },
  ],
  async run(context, { flags }) {
    const resources = (
      [
        ['topic', flags.topic],
        ['group', flags['consumer-group']],
        ['transactional-id', flags['transactional-id']],
        ['cluster', flags['cluster-scope'] === true ? 'kafka-cluster' : undefined],
      ] as const
    ).filter(([, name]) => name !== undefined)
    if (resources.length > 1 || (resources.length === 1) !== (flags.operation !== undefined))
      return failed('--operation goes with one of --topic, --consumer-group, --transactional-id and --cluster-scope')
    const session = await context.session()
    if (!session.ok) return session
    const id = session.value.clusterId()
    if (!id.ok) return id
    const [type, name] = resources[0] ?? []
    const query: Question = {
      principal: qualified(flags.principal),
      operation: flags.operation as Question['operation'],
      resource_type: type,
      resource_name: name,
      host: flags.host,
    }
    const answer = await session.value.control.one('getExplanation', { params: { cluster_id: id.value }, query })
    if (!answer.ok) return fail(answer.error)
    const commands = remedyCommands(answer.value)
    const value = { ...answer.value, commands: { first: commands.first, either: commands.either } }
    return ok({ kind: 'value', value, human: { kind: 'text', text: told(answer.value, commands) } })
  },
})

function told({ text, allowed, refused_at: refusedAt, remedies }: Explanation, { first, either }: RemedyCommands): string {
  // Its last sentences point to fields of the answer; people get the commands.
  const what = text.replace(/\. (?:Each of the remedies would|Delete all that are named in denied_by\..*)$/, '')
  const parts = [refusedAt === undefined ? what : `Refused at ${refusedAt}. ${what}`]
  if (!allowed && first.length > 0) parts.push(`What denies it, to be deleted:\n${indented(first)}`)
  if (!allowed && remedies.length > 0) parts.push(`Remedies, of which one is enough:\n${indented(either)}`)
  return parts.join('\n\n')
}

function indented(lines: readonly string[]): string {
  return lines.map((line) => `  ${line}`).join('\n')
}
