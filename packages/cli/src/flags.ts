/** Flags that many commands have; they spread them into their own: `flags: { ...CLUSTER_FLAGS, ...OUTPUT_FLAG }`. */
export const OUTPUT_FLAG = {
  output: { type: 'text', short: 'o', summary: 'How to show the answer.', choices: ['human', 'json', 'yaml'], default: 'human' },
} as const

export const CONTEXT_FLAG = { context: { type: 'text', summary: 'Context to use instead of the current one.' } } as const

export const ENVIRONMENT_FLAGS = {
  environment: { type: 'text', summary: 'Environment ID, instead of the current one.' },
  ...CONTEXT_FLAG,
} as const

export const CLUSTER_FLAGS = {
  cluster: { type: 'text', summary: 'Kafka cluster ID, instead of the current one.' },
  ...ENVIRONMENT_FLAGS,
} as const

export const FORCE_FLAG = { force: { type: 'switch', summary: 'Do not ask for confirmation.' } } as const
