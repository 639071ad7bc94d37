import { createEncoderFactory } from '@locavore/encoders'
import { MANIFEST, MANIFEST_HASH } from '../../../nano/src/embedded-manifest.ts'

// What a host does, with the policy headers of a strict one.
globalThis.violations = []
document.addEventListener('securitypolicyviolation', (event) => {
  globalThis.violations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`)
})
globalThis.make = (options) =>
  createEncoderFactory({ manifest: MANIFEST, manifestHash: MANIFEST_HASH }).create({
    assets: new URL('/assets/', location.href),
    ...options,
  })
globalThis.drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20"><rect width="20" height="9"/></svg>`
