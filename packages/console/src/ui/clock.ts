/* oxlint-disable no-restricted-globals, no-restricted-properties -- the only place of the console that knows the browser's own clock; the ports of @leat/base stay in the server */

/** Milliseconds since 1970, by the reader's clock. */
export const now = (): number => Date.now()

/** Milliseconds of a clock that nobody sets. */
export const monotonic = (): number => performance.now()

export const after = (ms: number, run: () => void): void => void setTimeout(run, ms)
