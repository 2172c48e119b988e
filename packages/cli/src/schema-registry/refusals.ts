import { fail, type Result } from '@leat/base'
import type { Complaint } from '../complaint.ts'

/** What a command is about is not there: how to find what is. */
export function unknownSubject(complaint: Complaint, subject: string): Result<never, Complaint> {
  if (complaint.status !== 404) return fail(complaint)
  const suggestions = complaint.text.startsWith('Version')
    ? [`List its versions with "leat schema-registry subject describe ${subject}".`]
    : ['List subjects with "leat schema-registry subject list".']
  return fail({ ...complaint, suggestions })
}

/** What to do when the registry does not take a schema. */
export function notTaken(complaint: Complaint, subject: string): Result<never, Complaint> {
  if (complaint.status !== 409) return unknownSubject(complaint, subject)
  const suggestions = [
    'Make the change one that the level allows: as a rule a new field needs a default.',
    `See the level with "leat schema-registry configuration describe"; change it with "leat schema-registry subject update ${subject} --compatibility LEVEL".`,
    'Or register the schema under another subject.',
  ]
  return fail({ ...complaint, suggestions })
}

export function unconfigured(complaint: Complaint, subject: string): Result<never, Complaint> {
  if (complaint.status !== 404) return fail(complaint)
  return fail({
    ...complaint,
    text: `subject "${subject}" does not have subject-level compatibility configured`,
    suggestions: ['What holds for it then is shown by "leat schema-registry configuration describe".'],
  })
}
