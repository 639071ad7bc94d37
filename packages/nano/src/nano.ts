import { createEncoderFactory, type EncoderFactory } from '@locavore/encoders'
import { MANIFEST, MANIFEST_HASH } from './embedded-manifest.js'

/**
 * The embedded default model: words, pictures, sounds and clips into one space of 256 dimensions, of which the first 128
 * or 64 may be used alone. Nothing is loaded until the first thing must be encoded; then its files come from the `models/`
 * folder of the page's own origin, verified.
 */
export function nano(): EncoderFactory {
  return createEncoderFactory({ manifest: MANIFEST, manifestHash: MANIFEST_HASH })
}
