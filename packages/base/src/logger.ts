export type LogLevel = 'debug' | 'info' | 'warn' | 'error'

export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined>>

/** Where a part reports what happened. Events have stable kebab-case names; what varies is in the fields. Never secrets, never record data. */
export interface Logger {
  event(level: LogLevel, name: string, fields?: LogFields): void
}

export const silentLogger: Logger = { event: () => {} }
