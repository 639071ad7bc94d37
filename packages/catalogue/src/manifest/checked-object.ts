import { demand } from '../pack-error.js'
import { PACK_LIMITS } from './limits.js'
import type { PackFile } from './pack-manifest.js'

/**
 * An object of foreign JSON, read field by field. Every field must be asked for before `end`: one that nobody knows might
 * change what the others mean, and names that reach an object's prototype are among those nobody asks for.
 */
export class CheckedObject {
  readonly #value: Readonly<Record<string, unknown>>
  readonly #asked = new Set<string>()
  readonly where: string

  /** @throws `catalogue-invalid` */
  constructor(value: unknown, where: string) {
    demand(typeof value === 'object' && value !== null && !Array.isArray(value), where, 'it is no object')
    this.#value = value as Readonly<Record<string, unknown>>
    this.where = where
  }

  get keys(): readonly string[] {
    return Object.keys(this.#value)
  }

  /** Undefined where the object has no field of its own of that name. */
  raw(key: string): unknown {
    this.#asked.add(key)
    return Object.hasOwn(this.#value, key) ? this.#value[key] : undefined
  }

  has(key: string): boolean {
    return this.raw(key) !== undefined
  }

  text(key: string, longest: number): string {
    const value = this.raw(key)
    this.demand(typeof value === 'string' && value !== '' && value.length <= longest, `${key} is no text`)
    return value
  }

  /** A whole number from `least` to `most`. */
  count(key: string, most: number, least = 0): number {
    const value = this.raw(key)
    this.demand(isCount(value) && value >= least && value <= most, `${key} is no count from ${least} to ${most}`)
    return value
  }

  number(key: string, least = -Number.MAX_VALUE): number {
    const value = this.raw(key)
    this.demand(typeof value === 'number' && Number.isFinite(value) && value >= least, `${key} is no number`)
    return value
  }

  list(key: string, longest: number): readonly unknown[] {
    const value = this.raw(key)
    this.demand(Array.isArray(value), `${key} is no list`)
    this.demand(value.length <= longest, `${key} has ${value.length} entries; at most ${longest} are taken`)
    return value
  }

  object(key: string): CheckedObject {
    return new CheckedObject(this.raw(key), `${this.where}, ${key}`)
  }

  optional<Value>(key: string, read: (value: CheckedObject) => Value): Value | undefined {
    return this.has(key) ? read(this.object(key)) : undefined
  }

  file(key: string): PackFile | undefined {
    return this.optional(key, (entry) => {
      const file = readFile(entry)
      entry.end()
      return file
    })
  }

  demand(holds: boolean, otherwise: string): asserts holds {
    demand(holds, this.where, otherwise)
  }

  /** @throws `catalogue-invalid` if there is a field nobody asked for */
  end(): void {
    const unknown = this.keys.find((key) => !this.#asked.has(key))
    this.demand(unknown === undefined, `it has the unknown field ${JSON.stringify(unknown)?.slice(0, 60)}`)
  }
}

export function readFile(entry: CheckedObject): PackFile {
  const path = entry.text('path', 1_000)
  // A path with a protocol or a host would lead away from the manifest; one that climbs, out of its folder.
  entry.demand(/^[\w][\w.@/-]*$/.test(path) && !path.split('/').includes('..'), `path is no plain relative path`)
  const bytes = entry.count('bytes', PACK_LIMITS.bytesPerFile, 1)
  const sha256 = entry.text('sha256', 64)
  entry.demand(/^[0-9a-f]{64}$/.test(sha256), 'sha256 is not 64 lower-case hexadecimal digits')
  return { path, bytes, sha256 }
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value)
}
