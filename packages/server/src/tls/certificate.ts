import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign, X509Certificate } from 'node:crypto'
import { isIP } from 'node:net'

/** What a certificate of ours says. Times are milliseconds since the epoch. */
export interface CertificateRequest {
  readonly commonName: string
  readonly notBeforeMs: number
  readonly notAfterMs: number
  readonly publicKey: KeyObject
  readonly use:
    | { readonly kind: 'authority'; readonly permitted: readonly string[] }
    | { readonly kind: 'server'; readonly names: readonly string[] }
}

export interface Issuer {
  readonly commonName: string
  readonly privateKey: KeyObject
  readonly publicKey: KeyObject
}

const ECDSA_WITH_SHA256 = '1.2.840.10045.4.3.2'
const SERVER_AUTH = '1.3.6.1.5.5.7.3.1'
const COMMON_NAME = '2.5.4.3'

/** Keys come from OpenSSL, never from a seed: a key that can be guessed has no place in a trust store. */
export function newKeyPair(): { readonly privateKey: KeyObject; readonly publicKey: KeyObject } {
  return generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
}

/** An X.509 v3 certificate (RFC 5280) signed with ECDSA over P-256, as PEM. The encoder costs 45 ms to load, so it is loaded only here. */
export async function issueCertificate(request: CertificateRequest, issuer: Issuer): Promise<string> {
  const [asn, { AsnConvert, OctetString }] = await Promise.all([import('@peculiar/asn1-x509'), import('@peculiar/asn1-schema')])

  const extension = (id: string, critical: boolean, value: object): InstanceType<typeof asn.Extension> =>
    new asn.Extension({ extnID: id, critical, extnValue: new OctetString(AsnConvert.serialize(value)) })
  const distinguishedName = (commonName: string): InstanceType<typeof asn.Name> =>
    new asn.Name([
      new asn.RelativeDistinguishedName([
        new asn.AttributeTypeAndValue({ type: COMMON_NAME, value: new asn.AttributeValue({ utf8String: commonName }) }),
      ]),
    ])
  const subjectName = (name: string): InstanceType<typeof asn.GeneralName> =>
    new asn.GeneralName(isIP(name) === 0 ? { dNSName: name } : { iPAddress: name })
  const subtree = (name: string): InstanceType<typeof asn.GeneralSubtree> =>
    new asn.GeneralSubtree({ base: new asn.GeneralName(isAddressRange(name) ? { iPAddress: name } : { dNSName: name }) })

  const keyInfo = AsnConvert.parse(spki(request.publicKey), asn.SubjectPublicKeyInfo)
  const issuerKeyInfo = AsnConvert.parse(spki(issuer.publicKey), asn.SubjectPublicKeyInfo)
  const { use } = request
  const extensions =
    use.kind === 'authority'
      ? [
          extension(asn.id_ce_basicConstraints, true, new asn.BasicConstraints({ cA: true, pathLenConstraint: 0 })),
          extension(asn.id_ce_keyUsage, true, new asn.KeyUsage(asn.KeyUsageFlags.keyCertSign | asn.KeyUsageFlags.cRLSign)),
          extension(
            asn.id_ce_nameConstraints,
            true,
            new asn.NameConstraints({ permittedSubtrees: new asn.GeneralSubtrees(use.permitted.map(subtree)) }),
          ),
        ]
      : [
          extension(asn.id_ce_basicConstraints, true, new asn.BasicConstraints({ cA: false })),
          extension(asn.id_ce_keyUsage, true, new asn.KeyUsage(asn.KeyUsageFlags.digitalSignature)),
          extension(asn.id_ce_extKeyUsage, false, new asn.ExtendedKeyUsage([SERVER_AUTH])),
          extension(asn.id_ce_subjectAltName, false, new asn.SubjectAlternativeName(use.names.map(subjectName))),
        ]

  const keyId = (info: typeof keyInfo): ArrayBuffer => arrayBuffer(createHash('sha1').update(Buffer.from(info.subjectPublicKey)).digest())
  const algorithm = new asn.AlgorithmIdentifier({ algorithm: ECDSA_WITH_SHA256 })
  const tbsCertificate = new asn.TBSCertificate({
    version: asn.Version.v3,
    serialNumber: newSerial(),
    signature: algorithm,
    issuer: distinguishedName(issuer.commonName),
    validity: new asn.Validity({ notBefore: new Date(request.notBeforeMs), notAfter: new Date(request.notAfterMs) }),
    subject: distinguishedName(request.commonName),
    subjectPublicKeyInfo: keyInfo,
    extensions: new asn.Extensions([
      ...extensions,
      extension(asn.id_ce_subjectKeyIdentifier, false, new asn.SubjectKeyIdentifier(keyId(keyInfo))),
      extension(
        asn.id_ce_authorityKeyIdentifier,
        false,
        new asn.AuthorityKeyIdentifier({ keyIdentifier: new asn.KeyIdentifier(keyId(issuerKeyInfo)) }),
      ),
    ]),
  })
  const signed = sign('sha256', Buffer.from(AsnConvert.serialize(tbsCertificate)), issuer.privateKey)
  const certificate = new asn.Certificate({ tbsCertificate, signatureAlgorithm: algorithm, signatureValue: arrayBuffer(signed) })
  return new X509Certificate(Buffer.from(AsnConvert.serialize(certificate))).toString()
}

function spki(key: KeyObject): Buffer {
  return key.export({ type: 'spki', format: 'der' })
}

/** 16 random bytes that read as a positive number of full length. */
function newSerial(): ArrayBuffer {
  const serial = randomBytes(16)
  serial[0] = (serial[0]! & 0x3f) | 0x40
  return arrayBuffer(serial)
}

function arrayBuffer(bytes: Buffer): ArrayBuffer {
  return Uint8Array.from(bytes).buffer
}

function isAddressRange(name: string): boolean {
  return name.includes('/')
}
