import { createHmac, createSign, generateKeyPairSync } from 'node:crypto'

/** JSON Web Tokens (RFC 7519), made by hand so that they can be wrong. */
export interface Token {
  readonly header: Readonly<Record<string, unknown>>
  readonly claims: Readonly<Record<string, unknown>>
}

const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')

export function parts(token: string): Token {
  const [header, claims] = token
    .split('.', 2)
    .map((part) => JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>)
  return { header: header!, claims: claims! }
}

/** Signed with HMAC, whatever its header says. */
export function signed({ header, claims }: Token, secret: string | Buffer, hash = 'sha256'): string {
  const input = `${encoded(header)}.${encoded(claims)}`
  return `${input}.${createHmac(hash, secret).update(input).digest('base64url')}`
}

/**
 * Forgeries of a valid token, by what is wrong with them. `secret` is the true one, which nobody has: with it, only what is asked about is wrong.
 * `known` is what everybody has: the certificate that clients trust.
 */
export function forgeries(
  valid: string,
  { secret, known, nowSeconds }: { readonly secret: Buffer; readonly known: string; readonly nowSeconds: number },
) {
  const { header, claims } = parts(valid)
  const [head, , signature] = valid.split('.')
  const own = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const rsa = (extra: object): string => {
    const input = `${encoded({ ...header, alg: 'RS256', ...extra })}.${encoded(claims)}`
    return `${input}.${createSign('sha256').update(input).sign(own.privateKey, 'base64url')}`
  }
  const withClaims = (changed: object): string => signed({ header, claims: { ...claims, ...changed } }, secret)
  const without = (name: string): string =>
    signed({ header, claims: Object.fromEntries(Object.entries(claims).filter(([key]) => key !== name)) }, secret)
  const unsigned = (alg: string): string => `${encoded({ ...header, alg })}.${encoded(claims)}.`
  return {
    'no algorithm': unsigned('none'),
    'no algorithm, in other letters': unsigned('nOnE'),
    'no algorithm, with the signature': `${encoded({ ...header, alg: 'none' })}.${encoded(claims)}.${signature}`,
    'no signature': valid.slice(0, valid.lastIndexOf('.') + 1),
    'an empty secret': signed({ header, claims }, ''),
    'a secret of its own': signed({ header, claims }, 'secret'),
    'the public certificate as secret': signed({ header, claims }, known),
    'the true secret with another hash': signed({ header: { ...header, alg: 'HS512' }, claims }, secret, 'sha512'),
    'RS256 with a key of its own': rsa({}),
    'RS256 with the key in the header': rsa({ jwk: own.publicKey.export({ format: 'jwk' }) }),
    'RS256 with a key somewhere else': rsa({ jku: 'http://127.0.0.1:1/keys', kid: '../../ca.pem' }),
    'a critical header that nobody knows': signed({ header: { ...header, crit: ['leat'], leat: true }, claims }, secret),
    'another user in the payload': `${head}.${encoded({ ...claims, sub: 'u-zzzzzz' })}.${signature}`,
    'another user, truly signed': withClaims({ sub: 'u-zzzzzz' }),
    'another organization, truly signed': withClaims({ organizationId: '00000000-0000-4000-8000-000000000000' }),
    'a login that never was, truly signed': withClaims({ sid: 'zzzzzzzzzzzzzzzz' }),
    'names of properties, truly signed': withClaims({ sid: '__proto__', sub: 'constructor' }),
    'over a second ago': withClaims({ exp: nowSeconds - 1 }),
    'valid in an hour': withClaims({ nbf: nowSeconds + 3600 }),
    'for the data plane': withClaims({ aud: 'leat:data-plane' }),
    'of another issuer': withClaims({ iss: 'confluent' }),
    'of another type': signed({ header: { ...header, typ: 'at+jwt' }, claims }, secret),
    'without an end': without('exp'),
    'without a login': without('sid'),
    'four parts': `${valid}.${signature}`,
    'no token': 'a.b.c',
  } as const
}
