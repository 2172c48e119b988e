import { WireError } from './wire-error.ts'

/** Sixteen zero bytes in Kafka's text form of a UUID, base64url without padding. Means "no id". */
export const ZERO_UUID = 'AAAAAAAAAAAAAAAAAAAAAA'

/** Reads 16 bytes; the caller has checked that they are there. */
export function readUuid(buffer: Buffer, position: number): string {
  return isZero(buffer, position) ? ZERO_UUID : buffer.toString('base64url', position, position + 16)
}

/** Writes 16 bytes. Throws `WireError` when the text is not a UUID in base64url. */
export function writeUuid(buffer: Buffer, position: number, uuid: string): void {
  if (uuid === ZERO_UUID) {
    buffer.fill(0, position, position + 16)
    return
  }
  if (typeof uuid !== 'string' || uuid.length !== 22 || buffer.write(uuid, position, 16, 'base64url') !== 16) {
    throw new WireError('invalid-value', `${JSON.stringify(uuid)} is not a UUID of 22 base64url characters`)
  }
}

function isZero(buffer: Buffer, position: number): boolean {
  for (let i = position; i < position + 16; i++) if (buffer[i] !== 0) return false
  return true
}
