import { Badge, type Tone } from '../ui/badge.tsx'

const STATES: Readonly<Record<string, readonly [Tone, string]>> = {
  STABLE: ['good', 'Stable'],
  EMPTY: ['plain', 'No members'],
  PREPARING_REBALANCE: ['warn', 'Rebalancing'],
  COMPLETING_REBALANCE: ['warn', 'Rebalancing'],
  DEAD: ['bad', 'Dead'],
}

export function GroupState({ state }: { readonly state: string }) {
  const [tone, word] = STATES[state] ?? ['plain', state]
  return <Badge tone={tone}>{word}</Badge>
}
