import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { LocavoreError } from '@locavore/core'
import { type Json, parseRecord } from '../json.js'
import type { ModelSource, SourceFile } from '../source/model-source.js'
import { type DownloadOptions, downloadFile } from './download-file.js'

export interface FetchProgress {
  readonly phase: 'download'
  readonly path: string
  /** Of all files of this step. */
  readonly loadedBytes: number
  readonly totalBytes: number
}

export interface FetchOptions extends Omit<DownloadOptions, 'onBytes'> {
  readonly onProgress?: (progress: FetchProgress) => void
}

/** Files of a model on their way into a folder. */
export class FetchedFiles {
  readonly #source: ModelSource
  readonly #folder: string
  readonly #options: FetchOptions

  constructor(source: ModelSource, folder: string, options: FetchOptions) {
    this.#source = source
    this.#folder = folder
    this.#options = options
  }

  has(path: string): boolean {
    return this.#source.files.some((file) => file.path === path)
  }

  pathOf(path: string): string {
    return join(this.#folder, path)
  }

  /** One after another: the line is the limit, and a break costs one file. @throws as `downloadFile` */
  async fetch(paths: readonly string[]): Promise<void> {
    const files = paths.map((path) => this.#find(path))
    const totalBytes = files.reduce((sum, { bytes }) => sum + bytes, 0)
    let loadedBytes = 0
    for (const file of files) {
      const onBytes = (count: number) => {
        loadedBytes += count
        this.#options.onProgress?.({ phase: 'download', path: file.path, loadedBytes, totalBytes })
      }
      await downloadFile(this.#source, file, this.pathOf(file.path), { ...this.#options, onBytes })
    }
  }

  /** A JSON object that was fetched, or an empty one where the model has no such file. */
  async json(path: string): Promise<Json> {
    if (!this.has(path)) return {}
    return parseRecord(await readFile(this.pathOf(path), 'utf8'), path)
  }

  #find(path: string): SourceFile {
    const file = this.#source.files.find((candidate) => candidate.path === path)
    if (file !== undefined && SAFE_PATH.test(path) && !path.includes('..')) return file
    throw new LocavoreError(
      'model-invalid',
      `The model has no ${path}, which our encoder needs. Choose a conversion for transformers.js (Xenova/ and onnx-community/ have many).`,
      { file: path },
    )
  }
}

/** As our manifests allow them: nothing of a listing may lead out of the folder. */
const SAFE_PATH = /^[\w.-]+(\/[\w.-]+)*$/
