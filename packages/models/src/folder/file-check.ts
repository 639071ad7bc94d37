import { createHash, type Hash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { LocavoreError } from '@locavore/core'
import type { Proof, SourceFile } from '../source/model-source.js'

/** Hashes a file as it comes: its SHA-256 for our manifest, and what its source proves it by. */
export class FileCheck {
  readonly #file: SourceFile
  readonly #proof: Proof | undefined
  readonly #sha256 = createHash('sha256')
  readonly #git: Hash | undefined
  #bytes = 0

  constructor(file: SourceFile, proof: Proof | undefined) {
    this.#file = file
    this.#proof = proof
    // Git names a content by its type and length, then the content itself.
    if (proof?.kind === 'git-blob') this.#git = createHash('sha1').update(`blob ${file.bytes}\0`)
  }

  get bytes(): number {
    return this.#bytes
  }

  update(part: Uint8Array): void {
    this.#bytes += part.length
    this.#sha256.update(part)
    this.#git?.update(part)
  }

  /**
   * @returns the SHA-256, lower-case hexadecimal
   * @throws LocavoreError `integrity-mismatch`
   */
  finish(): string {
    const { path, bytes } = this.#file
    const sha256 = this.#sha256.digest('hex')
    if (this.#bytes !== bytes) throw wrongBytes(path, `${this.#bytes} bytes instead of ${bytes}`)
    const found = this.#git === undefined ? sha256 : this.#git.digest('hex')
    if (this.#proof !== undefined && found !== this.#proof.hash) {
      throw wrongBytes(path, `hash ${found} instead of ${this.#proof.hash}`)
    }
    return sha256
  }
}

function wrongBytes(path: string, what: string): LocavoreError {
  return new LocavoreError(
    'integrity-mismatch',
    `${path} is not the file that its source names: ${what}. Nothing of it is kept. Something between here and there changes files, or the source is damaged.`,
    { file: path },
  )
}

/** Feeds what lies on the disk already. @returns false when it cannot be read */
export async function checkDisk(path: string, check: FileCheck): Promise<boolean> {
  try {
    for await (const part of createReadStream(path)) check.update(part as Uint8Array)
    return true
  } catch {
    return false
  }
}
