/** What the published document says about an operation, in the least words: the form in which it is compared with what is served. */
export interface Shape {
  readonly type: string
  readonly required?: readonly string[]
  readonly properties?: Readonly<Record<string, Shape>>
  readonly items?: Shape
  readonly words?: readonly string[]
}

export interface PublishedOperation {
  readonly operationId: string
  readonly query: Readonly<Record<string, { readonly required: boolean }>>
  readonly body: Shape | null
  /** The schema of each status that has one. `5XX` among them. */
  readonly statuses: Readonly<Record<string, Shape | null>>
}

/** `GET /kafka/v3/clusters/{cluster_id}` and so on. */
export type Digest = Readonly<Record<string, PublishedOperation>>
