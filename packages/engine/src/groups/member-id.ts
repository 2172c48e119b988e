import type { Random } from '@leat/base'

/** Kafka's form: client id, or group.instance.id for static members, then a random UUID. People read it in descriptions of groups. */
export function newMemberId(random: Random, clientId: string, groupInstanceId: string | null): string {
  const bytes = random.bytes(16)
  bytes[6] = (bytes[6]! & 0x0f) | 0x40
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  const hex = bytes.toString('hex')
  const uuid = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
  return `${groupInstanceId ?? clientId}-${uuid}`
}
