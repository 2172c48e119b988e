/** URIs of schemas, which need not be absolute: all are resolved against one base of our own, so that equal ones come out equal. */

/** Base of a schema that has no `$id`. */
export const INPUT_BASE = 'mem://input/'

/** RFC 3986 resolution. What cannot be resolved against its base (a name beside a `urn:`) is taken by itself. */
export function resolveUri(base: string, reference: string): string {
  return URL.parse(reference, base)?.href ?? URL.parse(reference, INPUT_BASE)?.href ?? reference
}

/** The URI without its fragment, and the fragment (decoded, without `#`). */
export function splitFragment(uri: string): readonly [uri: string, fragment: string] {
  const hash = uri.indexOf('#')
  return hash === -1 ? [uri, ''] : [uri.slice(0, hash), percentDecoded(uri.slice(hash + 1))]
}

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text // A '%' that begins no escape stands for itself.
  }
}

/** RFC 6901: the keys of a JSON pointer such as `/a~1b/0`. */
export function pointerKeys(pointer: string): readonly string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'))
}

/** The place of a key or index below another place, in the form that messages show: `#/properties/a`. */
export function below(path: string, key: string | number): string {
  return typeof key === 'number' ? `${path}/${key}` : `${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`
}
