import type { LogFields, Logger, LogLevel } from '../logger.ts'

const RANK = { debug: 0, info: 1, warn: 2, error: 3 } as const satisfies Record<LogLevel, number>

export interface StderrLoggerOptions {
  /** Events below this level are dropped. */
  readonly level: LogLevel
  /** One JSON object per line instead of text. */
  readonly json: boolean
  /** Where lines go, with their line feed; standard error when absent. */
  readonly write?: (line: string) => void
}

/** One line per event: `2026-01-31T12:00:00.000Z warn bad-frame remote=127.0.0.1 bytes=12`. */
export function stderrLogger(options: StderrLoggerOptions): Logger {
  const write = options.write ?? ((line: string) => void process.stderr.write(line))
  const format = options.json ? jsonLine : textLine
  const lowest = RANK[options.level]
  return {
    event(level, name, fields = {}) {
      if (RANK[level] >= lowest) write(`${format(new Date().toISOString(), level, name, fields)}\n`)
    },
  }
}

function jsonLine(time: string, level: LogLevel, name: string, fields: LogFields): string {
  // The fixed names come last: a field can add to a line, never disguise it.
  return JSON.stringify({ ...fields, time, level, event: name })
}

function textLine(time: string, level: LogLevel, name: string, fields: LogFields): string {
  let line = `${time} ${level.padEnd(5)} ${name}`
  for (const [key, value] of Object.entries(fields)) if (value !== undefined) line += ` ${key}=${textValue(value)}`
  return line
}

/** What a peer sent may hold line feeds or terminal codes: everything but a plain word is quoted and escaped. */
function textValue(value: string | number | boolean | null): string {
  return typeof value === 'string' && !/^[\w./:@+,-]+$/.test(value) ? JSON.stringify(value) : String(value)
}
