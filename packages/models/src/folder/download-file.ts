import { mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { LocavoreError } from '@locavore/core'
import { PassingFailure } from '../source/http-client.js'
import type { ModelSource, Proof, SourceFile } from '../source/model-source.js'
import { type RetryOptions, withRetries } from '../source/with-retries.js'
import { checkDisk, FileCheck } from './file-check.js'

export interface DownloadOptions extends RetryOptions {
  /** Told how many more bytes of the file there are now: negative when a damaged part is thrown away. */
  readonly onBytes: (count: number) => void
}

/**
 * Brings one file to `target`: whole and checked, or not at all. What broke off lies in `<target>.part` and is taken up
 * there, in the same run or a later one.
 *
 * @returns the SHA-256, lower-case hexadecimal
 * @throws LocavoreError `integrity-mismatch`, `fetch-failed`, `storage-failed`, `aborted`
 */
export async function downloadFile(
  source: ModelSource,
  file: SourceFile,
  target: string,
  options: DownloadOptions,
): Promise<string> {
  const proof = await source.proofOf(file, options.signal)
  const held = await stat(target).catch(() => undefined)
  if (held?.size === file.bytes) {
    const check = new FileCheck(file, proof)
    const known = (await checkDisk(target, check)) ? attempt(() => check.finish()) : undefined
    if (known !== undefined) {
      options.onBytes(file.bytes)
      return known
    }
  }
  await mkdir(dirname(target), { recursive: true }).catch(diskFailure)
  const counted = new Counter(options.onBytes)
  let furthest = 0
  const hasGained = () => {
    const gained = counted.most > furthest
    furthest = counted.most
    return gained
  }
  return withRetries(() => fetchWhole(source, file, proof, target, counted, options.signal), { ...options, hasGained })
}

async function fetchWhole(
  source: ModelSource,
  file: SourceFile,
  proof: Proof | undefined,
  target: string,
  counted: Counter,
  signal: AbortSignal,
): Promise<string> {
  const part = `${target}.part`
  const before = Math.min((await stat(part).catch(() => undefined))?.size ?? 0, file.bytes)
  try {
    const check = await append(source, file, proof, part, before, counted, signal)
    const sha256 = check.finish()
    await rename(part, target).catch(diskFailure)
    return sha256
  } catch (thrown) {
    counted.takeBack()
    if (!(thrown instanceof LocavoreError) || thrown.code !== 'integrity-mismatch') throw thrown
    await rm(part, { force: true })
    // What an earlier run left may be what is wrong: once, all of it is fetched anew.
    if (before > 0) return fetchWhole(source, file, proof, target, counted, signal)
    throw thrown
  }
}

async function append(
  source: ModelSource,
  file: SourceFile,
  proof: Proof | undefined,
  part: string,
  before: number,
  counted: Counter,
  signal: AbortSignal,
): Promise<FileCheck> {
  let check = new FileCheck(file, proof)
  if (before > 0 && !(await checkDisk(part, check))) check = new FileCheck(file, proof)
  counted.add(check.bytes)
  if (check.bytes >= file.bytes) return check
  const answer = await source.open(file, check.bytes, signal)
  if (answer.from !== check.bytes) {
    check = new FileCheck(file, proof)
    counted.takeBack()
    if (answer.from !== 0) throw new PassingFailure(`${file.path} came from the wrong place in the file.`)
  }
  const handle = await open(part, check.bytes === 0 ? 'w' : 'a').catch(diskFailure)
  try {
    for await (const bytes of answer.body) {
      if (signal.aborted)
        throw new LocavoreError('aborted', 'Stopped. What was fetched is kept: run the same again to go on.')
      await handle.writeFile(bytes).catch(diskFailure)
      check.update(bytes)
      counted.add(bytes.length)
      if (check.bytes > file.bytes) break
    }
  } finally {
    await handle.close()
  }
  if (check.bytes < file.bytes)
    throw new PassingFailure(`${file.path} broke off after ${check.bytes} of ${file.bytes} bytes.`)
  return check
}

/** Keeps the sum of what was reported, so that a failed attempt can be taken back. */
class Counter {
  readonly #onBytes: (count: number) => void
  #sum = 0
  /** The furthest that any attempt came. */
  most = 0

  constructor(onBytes: (count: number) => void) {
    this.#onBytes = onBytes
  }

  add(count: number): void {
    this.#sum += count
    this.most = Math.max(this.most, this.#sum)
    this.#onBytes(count)
  }

  takeBack(): void {
    this.#onBytes(-this.#sum)
    this.#sum = 0
  }
}

function attempt<T>(task: () => T): T | undefined {
  try {
    return task()
  } catch {
    return undefined
  }
}

export function diskFailure(thrown: unknown): never {
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : ''
  const advice =
    code === 'ENOSPC' ? 'The disk is full: make room and run the same again.' : 'May this user write there?'
  throw new LocavoreError('storage-failed', `A file could not be written: ${String(thrown)}. ${advice}`, {}, thrown)
}
