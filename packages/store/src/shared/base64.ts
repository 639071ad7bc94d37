// A call takes only so many arguments: longer rows are turned into text piece by piece.
const PIECE = 0x2000

/** Standard base64 with padding (RFC 4648, section 4). */
export function encodeBase64(codes: Int8Array): string {
  const bytes = new Uint8Array(codes.buffer, codes.byteOffset, codes.byteLength)
  let text = ''
  for (let start = 0; start < bytes.length; start += PIECE) {
    text += String.fromCharCode(...bytes.subarray(start, start + PIECE))
  }
  return btoa(text)
}

/** Gives `undefined` for anything that is not canonical base64: every row has exactly one text. */
export function decodeBase64(text: string): Int8Array | undefined {
  let binary: string
  try {
    binary = atob(text)
  } catch {
    return undefined
  }
  const codes = new Int8Array(binary.length)
  for (let index = 0; index < binary.length; index++) codes[index] = binary.charCodeAt(index)
  return encodeBase64(codes) === text ? codes : undefined
}
