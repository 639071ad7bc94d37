import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readSafetensors, type Tensor, writeSafetensors } from '@locavore/catalogue'
import { writeWhole } from '../work/disk.js'

/** Keeps what took long to learn in the work folder, so that a build that was stopped goes on from there. */
export class Checkpoint {
  readonly #folder: string
  readonly #key: string

  /** @param key changes with whatever the results depend on */
  constructor(folder: string, key: string) {
    this.#folder = folder
    this.#key = key
  }

  /** What was saved under the name from the very same input; undefined where there is nothing of use. */
  async load(name: string): Promise<ReadonlyMap<string, Tensor> | undefined> {
    const path = this.#pathOf(name)
    const bytes = await readFile(path).catch(() => undefined)
    if (bytes === undefined) return undefined
    try {
      const { tensors, metadata } = readSafetensors(bytes, { file: path })
      return metadata.get('key') === this.#key ? tensors : undefined
    } catch {
      return undefined
    }
  }

  save(name: string, tensors: Readonly<Record<string, Tensor>>): Promise<void> {
    return writeWhole(this.#pathOf(name), writeSafetensors(tensors, { key: this.#key }))
  }

  #pathOf(name: string): string {
    return join(this.#folder, `${name}.checkpoint`)
  }
}
