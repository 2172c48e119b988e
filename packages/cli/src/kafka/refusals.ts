import type { Complaint } from '../complaint.ts'
import type { KafkaCluster } from '../session/session.ts'

const NOT_FOUND = 404
const FORBIDDEN = 403

/** What Kafka REST says of a topic that is not there, in the words of commands. */
export function unknownTopic(complaint: Complaint, topic: string, { id }: KafkaCluster): Complaint {
  if (complaint.status !== NOT_FOUND) return refused(complaint)
  return {
    ...complaint,
    text: `unknown topic "${topic}"`,
    suggestions: [`To list topics for the cluster "${id}", use "leat kafka topic list --cluster ${id}".`],
  }
}

/** What Kafka REST says of a group that is not there. */
export function unknownGroup(complaint: Complaint, group: string, { id }: KafkaCluster): Complaint {
  if (complaint.status !== NOT_FOUND) return refused(complaint)
  const suggestions = [`To list consumer groups for the cluster "${id}", use "leat kafka consumer group list --cluster ${id}".`]
  return { ...complaint, text: `unknown consumer group "${group}"`, suggestions }
}

/** A refusal tells where to look for the rule. */
export function refused(complaint: Complaint): Complaint {
  if (complaint.status !== FORBIDDEN) return complaint
  return { ...complaint, suggestions: ['To see which rule refused it, use "leat explain-deny --principal User:ID".'] }
}
