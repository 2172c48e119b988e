/** Addresses and names (CRNs) of what a cluster holds, as every answer carries them. */
export interface Links {
  /** `https://…/kafka/v3/clusters/lkc-1/topics/orders` from `'topics', 'orders'`. */
  self(...segments: readonly (string | number)[]): string
  /** The same as a relationship. */
  related(...segments: readonly (string | number)[]): { readonly related: string }
  /** `crn:///kafka=lkc-1/topic=orders` from `['topic', 'orders']`. */
  crn(...parts: readonly (readonly [string, string | number])[]): string
}

export function linksOf(origin: string, cluster: string): Links {
  const clusterAt = `${origin}/kafka/v3/clusters/${encoded(cluster)}`
  const self = (...segments: readonly (string | number)[]): string => [clusterAt, ...segments.map(encoded)].join('/')
  return {
    self,
    related: (...segments) => ({ related: self(...segments) }),
    crn: (...parts) => `crn:///${[['kafka', cluster] as const, ...parts].map(([name, value]) => `${name}=${encoded(value)}`).join('/')}`,
  }
}

/** As `encodeURIComponent`, for any text: half a surrogate pair becomes what UTF-8 makes of it on the way to Kafka. */
export function encoded(text: string | number): string {
  return encodeURIComponent(String(text).toWellFormed())
}
