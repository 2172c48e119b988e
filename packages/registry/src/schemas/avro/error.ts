/** Thrown within this folder only: `avro.parse` answers it as a value. The messages are those of org.apache.avro, where it has one. */
export class AvroSchemaError extends Error {
  override readonly name = 'AvroSchemaError'
  /** Of what is wrong, in the text that was being read. */
  readonly offset: number | undefined

  constructor(message: string, offset?: number) {
    super(message)
    this.offset = offset
  }
}
