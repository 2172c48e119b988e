import type { Answer } from '../api/client.ts'
import { Badge, type Tone } from '../ui/badge.tsx'

export type Cluster = Answer<'getCmkV2Cluster'>
type Phase = Cluster['status']['phase']

const TONE: Readonly<Record<Phase, Tone>> = { PROVISIONED: 'good', PROVISIONING: 'warn', FAILED: 'bad' }
const WORD: Readonly<Record<Phase, string>> = { PROVISIONED: 'Running', PROVISIONING: 'Starting', FAILED: 'Failed' }

export function ClusterPhase({ phase }: { readonly phase: Phase }) {
  return <Badge tone={TONE[phase]}>{WORD[phase]}</Badge>
}

/** `Dedicated · 2 CKU · aws us-east-1`. */
export function kindOfCluster({ spec }: Cluster): string {
  const size = spec.config.kind === 'Dedicated' ? ` · ${spec.config.cku} CKU` : ''
  return `${spec.config.kind}${size} · ${spec.cloud.toLowerCase()} ${spec.region}`
}
