import type { Result } from '@leat/base'
import type { Complaint } from './complaint.ts'
import type { Context } from './context.ts'
import type { View } from './view.ts'

/**
 * A flag as data. `switch` takes no value (or `=true`, `=false`); `list` may be repeated and takes several values with commas between them.
 * What is not given is `undefined`, a list is empty, unless there is a default.
 */
export interface Flag {
  readonly type: 'text' | 'number' | 'switch' | 'list'
  readonly summary: string
  /** One letter: `o` for `-o`. */
  readonly short?: string
  readonly required?: true
  readonly default?: string | number
  /** Anything else is refused, whatever its case. */
  readonly choices?: readonly string[]
}

export type Flags = Readonly<Record<string, Flag>>

/** A word after the command's own. Only the last may be optional or repeated. */
export interface Argument {
  readonly name: string
  readonly summary: string
  readonly optional?: true
  /** One or more. */
  readonly repeated?: true
}

export type FlagValue<F extends Flag> = F['type'] extends 'list'
  ? readonly string[]
  : F['type'] extends 'switch'
    ? boolean | undefined
    : | (F['type'] extends 'number' ? number : string)
      | (F extends { readonly required: true } | { readonly default: string | number } ? never : undefined)

export interface Input<F extends Flags = Flags> {
  readonly flags: { readonly [K in keyof F]: FlagValue<F[K]> }
  /** As many as the command's `args` say; none that is missing is in here. */
  readonly args: readonly string[]
}

export interface Example {
  /** What it does: `Create a topic with six partitions.` */
  readonly does: string
  /** Without the name of the program: `kafka topic create orders --partitions 6`. */
  readonly line: string
}

/**
 * A command is data and one function. It answers what to show, or why it did not work; only what streams (produce, consume, prompts) speaks to the
 * terminal itself.
 */
export interface Command<F extends Flags = Flags> {
  /** `kafka topic create` */
  readonly path: string
  /** One line for lists. */
  readonly summary: string
  /** What `--help` says below the summary. */
  readonly more?: string
  readonly args?: readonly Argument[]
  readonly flags: F
  readonly examples: readonly Example[]
  run(context: Context, input: Input<F>): Promise<Result<View, Complaint>>
}

/** Types the input by the flags. The name is what `scripts/generate.ts` looks for: a command is `export const … = command({`. */
export function command<const F extends Flags>(definition: Command<F>): Command {
  return definition as unknown as Command
}
