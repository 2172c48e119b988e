import { ok, type Result } from '@leat/base'
import { command } from '../command.ts'
import { type Complaint, failed } from '../complaint.ts'
import { confirm } from '../confirm.ts'
import { FORCE_FLAG } from '../flags.ts'
import type { AskRegistry } from '../session/ask.ts'
import { list } from '../view.ts'
import { REGISTRY_FLAGS, registryGiven } from './flags.ts'
import { unknownSubject } from './refusals.ts'
import { VERSION } from './subject-describe.ts'
import { withRegistry } from './with-registry.ts'

export const schemaDelete = command({
  path: 'schema-registry schema delete',
  summary: 'Delete one or more schema versions.',
  more: 'This command should only be used if absolutely necessary.',
  flags: {
    subject: { type: 'text', summary: 'Subject of the schema.', required: true },
    version: { type: 'text', summary: 'Version of the schema. Can be a specific version, "all", or "latest".', required: true },
    permanent: { type: 'switch', summary: 'Permanently delete the schema.' },
    ...FORCE_FLAG,
    ...REGISTRY_FLAGS,
  },
  examples: [
    {
      does: 'Soft delete the latest version of subject "payments".',
      line: 'schema-registry schema delete --subject payments --version latest',
    },
  ],
  async run(context, { flags }) {
    const { subject, version } = flags
    const permanent = flags.permanent === true
    return withRegistry(context, registryGiven(flags), async ({ ask }) => {
      const there = await checkThere(ask, subject, version, permanent)
      if (!there.ok) return there
      const what = `${permanent ? 'permanently delete' : 'delete'} schema "${subject} (version ${version})"`
      const sure = flags.force === true ? null : await confirm(context, what, 'y')
      if (sure !== null && !sure.ok) return sure
      const gone = await remove(ask, subject, version, permanent)
      if (!gone.ok) return unknownSubject(gone.error, subject)
      const which = version === 'all' ? 'all versions' : `version "${version}"`
      await context.terminal.write(`Successfully ${permanent ? 'hard' : 'soft'} deleted ${which} for subject "${subject}".\n`)
      return list(
        VERSION,
        gone.value.map((one) => ({ version: one })),
      )
    })
  },
})

/** Before anybody is asked whether they mean it. */
async function checkThere(ask: AskRegistry, subject: string, version: string, permanent: boolean): Promise<Result<null, Complaint>> {
  const checked = version === 'all' ? 'latest' : version
  if (permanent && checked === 'latest') return ok(null)
  const look = (deleted: boolean) => ask.one('getSchemaByVersion', { params: { subject, version: checked }, query: { deleted } })
  const found = await look(permanent)
  if (!found.ok) return unknownSubject(found.error, subject)
  if (permanent && (await look(false)).ok)
    return failed(
      'you must first soft delete a schema version before you can permanently delete it',
      `Soft delete it with "leat schema-registry schema delete --subject ${subject} --version ${version}".`,
    )
  return ok(null)
}

async function remove(
  ask: AskRegistry,
  subject: string,
  version: string,
  permanent: boolean,
): Promise<Result<readonly number[], Complaint>> {
  if (version === 'all') return ask.one('deleteSubject', { params: { subject }, query: { permanent } })
  const gone = await ask.one('deleteSchemaVersion', { params: { subject, version }, query: { permanent } })
  return gone.ok ? ok([gone.value]) : gone
}
