import type { PrincipalName } from './vocabulary.ts'

/** What an API key is for. Cloud and global keys speak to the control plane; global ones to every resource as well. */
export type KeyResource =
  | { readonly kind: 'cloud' }
  | { readonly kind: 'global' }
  | { readonly kind: 'kafka'; readonly id: string; readonly environment: string }
  | { readonly kind: 'schema-registry'; readonly id: string; readonly environment: string }

/** Who makes a request over HTTP. */
export interface Caller {
  /** Of the organization that the request is about: nothing outside it can be seen. */
  readonly organization: string
  /** `u-…` or `sa-…` */
  readonly id: string
  readonly kind: 'user' | 'service-account'
  /** `User:u-…`, `User:sa-…` */
  readonly principal: PrincipalName
  readonly via:
    | { readonly kind: 'session' }
    | { readonly kind: 'data-plane-token' }
    | { readonly kind: 'api-key'; readonly key: string; readonly resource: KeyResource }
}
