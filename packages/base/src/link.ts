/**
 * Messages between threads (or, in tests, between objects), in order and at most once. What is sent is copied, so it must be plain data.
 * The other end's death closes the link.
 */
export interface Link<In, Out> {
  send(message: Out): void
  onMessage(handler: (message: In) => void): void
  onClose(handler: (reason: string) => void): void
}
