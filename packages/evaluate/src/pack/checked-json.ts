import { packError } from './pack-error.js'

export type JsonObject = Readonly<Record<string, unknown>>

/** Reads values out of JSON that somebody else wrote; every complaint names the file and the key. */
export class CheckedJson {
  readonly #object: JsonObject
  readonly #where: string

  constructor(value: unknown, where: string) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw packError(where, 'this is no JSON object.')
    }
    this.#object = value as JsonObject
    this.#where = where
  }

  static parse(text: string, where: string): CheckedJson {
    try {
      return new CheckedJson(JSON.parse(text), where)
    } catch (error) {
      if (error instanceof SyntaxError) throw packError(where, `this is no JSON (${error.message}).`)
      throw error
    }
  }

  has(key: string): boolean {
    return Object.hasOwn(this.#object, key) && this.#object[key] !== null && this.#object[key] !== undefined
  }

  raw(key: string): unknown {
    return this.has(key) ? this.#object[key] : undefined
  }

  keys(): string[] {
    return Object.keys(this.#object)
  }

  child(key: string): CheckedJson | undefined {
    return this.has(key) ? new CheckedJson(this.#object[key], `${this.#where}, ${key}`) : undefined
  }

  children(key: string): CheckedJson[] {
    return this.list(key).map((entry, k) => new CheckedJson(entry, `${this.#where}, ${key}[${k}]`))
  }

  list(key: string): readonly unknown[] {
    const value = this.raw(key) ?? []
    if (Array.isArray(value)) return value
    throw packError(this.#where, `${key} is no list.`)
  }

  number(key: string): number | undefined {
    const value = this.raw(key)
    if (value === undefined || (typeof value === 'number' && Number.isFinite(value))) return value
    throw packError(this.#where, `${key} is ${JSON.stringify(value)} in place of a number.`)
  }

  string(key: string): string | undefined {
    const value = this.raw(key)
    if (value === undefined || typeof value === 'string') return value
    throw packError(this.#where, `${key} is ${JSON.stringify(value)} in place of a text.`)
  }

  /** A file beside the manifest: a plain name, so that no pack reaches outside its folder. */
  fileName(key: string): string | undefined {
    const name = this.string(key)
    if (name === undefined || (/^[\w][\w.-]*$/.test(name) && name.length < 200)) return name
    throw packError(this.#where, `${key} is ${JSON.stringify(name)}, which is no plain file name.`)
  }

  /** Item indexes below `items`. */
  items(key: string, items: number): Int32Array {
    return Int32Array.from(this.list(key), (value) => {
      if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < items) return value
      throw packError(this.#where, `${key} names ${JSON.stringify(value)}, which is none of the ${items} items.`)
    })
  }

  error(problem: string) {
    return packError(this.#where, problem)
  }
}
