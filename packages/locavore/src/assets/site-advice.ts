/** What a site's server must send, in words and lines to copy. */
export function siteAdvice(folder: string): string {
  return `
Headers for the page and for its scripts (a worker obeys only the policy sent with its own script):

  Content-Security-Policy: default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'; img-src 'self' blob: data:; style-src 'self'

Headers for /${folder} (names hold a version or a hash, so files never change):

  Cache-Control: public, max-age=31536000, immutable
  Content-Type: application/wasm for .wasm, application/json for .json
  404 for files that are not there, never a page

Optional, for the page only: Trusted Types (sent with the encoder's worker too, they cost it its threads)

  Content-Security-Policy: require-trusted-types-for 'script'; trusted-types locavore

Optional: several threads for the encoder

  Cross-Origin-Opener-Policy: same-origin
  Cross-Origin-Embedder-Policy: require-corp
`
}

/** `12.3 MB`, in millions of bytes. */
export function formatBytes(bytes: number): string {
  return bytes < 1e6 ? `${(bytes / 1e3).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`
}
