import type { Complaint } from '../complaint.ts'
import type { HttpAnswer } from './http.ts'

/** The forms in which the APIs word an error; see `ErrorForm` in @leat/rest. */
interface ErrorBody {
  readonly errors?: readonly { readonly detail?: string; readonly title?: string }[]
  readonly error?: { readonly message?: string }
  readonly message?: string
}

/** What a server's refusal is to the user: its own words. */
export function refusal({ status, text }: HttpAnswer): Complaint {
  return {
    text: wordsOf(text) ?? `the server answered with HTTP status ${status}`,
    suggestions: suggestionsFor(status),
    exitCode: 1,
    status,
  }
}

function wordsOf(text: string): string | null {
  try {
    const { errors, error, message } = JSON.parse(text) as ErrorBody
    return errors?.[0]?.detail ?? errors?.[0]?.title ?? error?.message ?? message ?? null
  } catch {
    return null
  }
}

function suggestionsFor(status: number): readonly string[] {
  if (status === 402) return ['See what is allowed and used at /service-quota/v1/applied-quotas.']
  return []
}

/** What is not there and what one may not see answer alike. */
export function notFound(complaint: Complaint, what: string, id: string, listCommand: string): Complaint {
  if (complaint.status !== 404 && complaint.status !== 403) return complaint
  return {
    ...complaint,
    text: `${what} "${id}" not found or access forbidden`,
    suggestions: [`List what there is with "leat ${listCommand}".`],
  }
}
