import type { PackManifest } from './pack-manifest.js'

/**
 * The bytes a signature is over: the manifest without its signature as JSON in UTF-8, members sorted by UTF-16 code units,
 * no space between them, numbers and strings as JavaScript writes them (the rules of RFC 8785, JSON Canonicalization).
 */
export function canonicalManifest(manifest: PackManifest): Uint8Array<ArrayBuffer> {
  const { signature: _, ...signed } = manifest
  return new Uint8Array(new TextEncoder().encode(canonicalJson(signed)))
}

/** The manifest as a file. */
export function formatManifest(manifest: PackManifest): Uint8Array<ArrayBuffer> {
  return new Uint8Array(new TextEncoder().encode(`${JSON.stringify(manifest, null, 2)}\n`))
}

function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`).join(',')}}`
}
