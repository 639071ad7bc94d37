import { LocavoreError } from '@locavore/core'
import type { AssetPlan, PlannedFile } from './asset-plan.js'
import { contentTypeOf } from './serve-assets.js'

export interface Finding {
  readonly kind: 'good' | 'hint' | 'fault'
  readonly message: string
}

/**
 * Asks a running site for its page, for every planned file and for one that cannot be there.
 *
 * @param page address of a page of the site; `folder` is looked for beside it.
 * @throws LocavoreError `invalid-argument`, `fetch-failed`
 */
export async function doctor(page: string, plan: AssetPlan, folder: string): Promise<readonly Finding[]> {
  const address = toUrl(page)
  const base = new URL(folder, new URL('./', address))
  return [
    ...checkPage(await ask(address, 'GET')),
    ...(await Promise.all(plan.files.map((file) => checkFile(file, base)))).flat(),
    await checkMissing(base),
  ]
}

function checkPage(response: Response): Finding[] {
  const policy = response.headers.get('content-security-policy')
  const isolated =
    response.headers.get('cross-origin-opener-policy') === 'same-origin' &&
    response.headers.has('cross-origin-embedder-policy')
  return [
    response.ok ? good(`page: ${response.status}`) : fault(`page: ${response.status}`),
    policy === null ? hint('no Content-Security-Policy header') : checkPolicy(policy),
    isolated ? good('cross-origin isolated: threads') : hint('no COOP and COEP: the encoder uses one thread'),
  ]
}

function checkPolicy(policy: string): Finding {
  const rule = /(?:^|;)\s*script-src ([^;]*)/.exec(policy)?.[1] ?? /(?:^|;)\s*default-src ([^;]*)/.exec(policy)?.[1]
  if (rule === undefined || /'(wasm-)?unsafe-eval'/.test(rule))
    return good('Content-Security-Policy lets WebAssembly compile')
  return fault("Content-Security-Policy: script-src lacks 'wasm-unsafe-eval', WebAssembly cannot compile")
}

async function checkFile(file: PlannedFile, base: URL): Promise<Finding[]> {
  const url = new URL(file.target, base)
  const { status, headers } = await ask(url, 'HEAD')
  if (status !== 200) return [fault(`${url.pathname}: ${status}, should be 200`)]
  const findings: Finding[] = []
  const length = headers.get('content-length')
  if (headers.has('content-encoding'))
    findings.push(hint(`${url.pathname}: compressed, so download progress has no total`))
  else if (length !== null && Number(length) !== file.bytes)
    findings.push(fault(`${url.pathname}: ${length} bytes, should be ${file.bytes}`))
  const type = headers.get('content-type') ?? 'none'
  const wanted = contentTypeOf(file.target)
  if (wanted === 'application/wasm' && !type.startsWith(wanted))
    findings.push(fault(`${url.pathname}: Content-Type ${type}, should be ${wanted}`))
  return findings.length > 0 ? findings : [good(url.pathname)]
}

async function checkMissing(base: URL): Promise<Finding> {
  const url = new URL('models/no-such-model/manifest.json', base)
  const { status } = await ask(url, 'GET')
  if (status === 404) return good('a missing file gives 404')
  return fault(`${url.pathname}: ${status}, but a missing file must give 404, not a page`)
}

async function ask(url: URL, method: 'GET' | 'HEAD'): Promise<Response> {
  try {
    const response = await fetch(url, { method, signal: AbortSignal.timeout(20_000) })
    await response.body?.cancel()
    return response
  } catch (thrown) {
    throw new LocavoreError('fetch-failed', `${url.href} does not answer: ${thrown}`, {}, thrown)
  }
}

function toUrl(page: string): URL {
  if (URL.canParse(page) && /^https?:/.test(page)) return new URL(page)
  throw new LocavoreError('invalid-argument', `"${page}" is not an address, as http://localhost:8080/ is.`, { page })
}

const good = (message: string): Finding => ({ kind: 'good', message })
const hint = (message: string): Finding => ({ kind: 'hint', message })
const fault = (message: string): Finding => ({ kind: 'fault', message })
