import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { LocavoreError } from '@locavore/core'
import { openFolder } from './folder-source.js'
import { openHub } from './hub-source.js'
import type { ModelSource } from './model-source.js'
import type { RetryOptions } from './with-retries.js'

export const HUB = 'https://huggingface.co'

export interface SourceRequest {
  /** `owner/name`. */
  readonly id: string
  /** Branch, tag or commit. */
  readonly revision: string
  /** Address of the hub or of a mirror, or a folder. */
  readonly from: string
  readonly proxy?: string
  readonly token?: string
}

const ID = /^[\w.-]+(\/[\w.-]+)?$/

/** @throws LocavoreError `invalid-argument`, `fetch-failed`, `aborted` */
export function openSource(request: SourceRequest, retry: RetryOptions): Promise<ModelSource> {
  const { id, from, token } = request
  if (!ID.test(id) || id.includes('..')) {
    throw new LocavoreError('invalid-argument', `"${id}" is no name of a model, as Xenova/clip-vit-base-patch32 is.`)
  }
  if (!/^https?:/.test(from)) return openFolder(toFolder(from), id, retry.signal)
  if (!URL.canParse(from)) throw new LocavoreError('invalid-argument', `--from "${from}" is no address.`)
  checkToken(new URL(from), token)
  return openHub({ ...request, base: from.replace(/\/+$/, '') }, retry)
}

function toFolder(from: string): string {
  const folder = from.startsWith('file:') ? fileURLToPath(from) : resolve(from)
  if (existsSync(folder)) return folder
  throw new LocavoreError('invalid-argument', `--from "${from}" is neither an address nor a folder that exists.`)
}

function checkToken({ protocol, hostname }: URL, token: string | undefined): void {
  if (token === undefined || protocol === 'https:' || ['localhost', '127.0.0.1', '[::1]'].includes(hostname)) return
  throw new LocavoreError(
    'invalid-argument',
    `A token is set, but ${hostname} is asked without encryption: anyone on the way could read it. Use https, or unset it.`,
  )
}
