/** A refusal or a fault of an API, in the words that a user reads. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem'
  /** HTTP status; 0: no answer came. */
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

/** Each API words errors in its own form (see `ErrorForm` of @leat/rest). */
export function problemText(body: unknown, status: number): string {
  const { errors, error, message } = (body ?? {}) as {
    readonly errors?: readonly { readonly detail?: string }[]
    readonly error?: { readonly message?: string }
    readonly message?: string
  }
  const text = errors?.map(({ detail }) => detail).join(' · ') ?? error?.message ?? message
  return text ?? `The server answered ${status} without saying why`
}
