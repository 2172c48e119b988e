/** What the page's Content-Security-Policy lets styles that are made at run time carry. The server puts a fresh one into each page; none under `vite dev`. */
export function pageNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? ''
}
