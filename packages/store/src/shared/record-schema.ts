import { type ErrorCode, LocavoreError } from '@locavore/core'

/** Where in the given data a value stands, and with which code it is refused. The path is only spelt out on refusal. */
export class Place {
  readonly #code: ErrorCode
  readonly #key: string | number
  readonly #parent: Place | undefined

  constructor(code: ErrorCode, key: string | number, parent?: Place) {
    this.#code = code
    this.#key = key
    this.#parent = parent
  }

  at(key: string | number): Place {
    return new Place(this.#code, key, this)
  }

  get path(): string {
    if (this.#parent === undefined) return String(this.#key)
    return typeof this.#key === 'number' ? `${this.#parent.path}[${this.#key}]` : `${this.#parent.path}.${this.#key}`
  }

  /** Names the place and the rule, never the value: it may be a person's own words. */
  refuse(why: string): never {
    throw new LocavoreError(this.#code, `${this.path} ${why}. Correct it; nothing was changed.`, { path: this.path })
  }
}

export type Parser<T> = (value: unknown, place: Place) => T

/** A parser for every field of `T`, so that a field added to the type does not compile until it can be read. */
export type Fields<T> = { readonly [K in keyof T]-?: Parser<Exclude<T[K], undefined>> }

/**
 * A parser for plain records: unknown fields and foreign prototypes are refused, fields holding `undefined` count as absent.
 * It builds a new object and reads own properties only, so nothing the input's prototype holds can come through.
 */
export function record<T>(fields: Fields<T>, required: readonly (keyof T & string)[]): Parser<T> {
  const names = Object.keys(fields) as (keyof T & string)[]
  return (value, place: Place) => {
    const given = plainObject(value, place)
    for (const key of Object.keys(given)) {
      if (!Object.hasOwn(fields, key)) place.refuse(`has the unknown field "${key.slice(0, 40)}"`)
    }
    const result: Partial<Record<keyof T, unknown>> = {}
    for (const name of names) {
      const own = Object.hasOwn(given, name) ? given[name] : undefined
      if (own !== undefined) result[name] = fields[name](own, place.at(name))
      else if (required.includes(name)) place.at(name).refuse('is missing')
    }
    return result as T
  }
}

export function plainObject(value: unknown, place: Place): Record<string, unknown> {
  if (typeof value !== 'object' || value === null) place.refuse('must be an object')
  const prototype: unknown = Object.getPrototypeOf(value)
  // Objects from another realm have another `Object.prototype`, whose own prototype is null all the same.
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) place.refuse('must be a plain object')
  return value as Record<string, unknown>
}

/** `name` is what the value is called in a refusal when the place alone would not say it. */
export function text(longest: number, shortest = 0): Parser<string> {
  return (value, place: Place) => {
    if (typeof value !== 'string') place.refuse('must be a string')
    if (value.length < shortest) place.refuse(`must have at least ${shortest} character`)
    if (value.length > longest) place.refuse(`has ${value.length} characters; at most ${longest} are kept`)
    return value
  }
}

export function number(least: number, most: number): Parser<number> {
  return (value, place: Place) => {
    if (typeof value !== 'number' || !(value >= least && value <= most)) {
      place.refuse(`must be a number in [${least}, ${most}]`)
    }
    return value
  }
}

export function integer(least: number, most: number): Parser<number> {
  return (value, place: Place) => {
    if (typeof value !== 'number' || !Number.isInteger(value) || value < least || value > most) {
      place.refuse(`must be a whole number in [${least}, ${most}]`)
    }
    return value
  }
}

export function oneOf<T extends string>(values: readonly T[]): Parser<T> {
  return (value, place: Place) => {
    const found = values.find((known) => known === value)
    return found ?? place.refuse(`must be one of ${values.join(', ')}`)
  }
}

export function list<T>(parse: Parser<T>, most: number): Parser<readonly T[]> {
  return (value, place: Place) => {
    if (!Array.isArray(value)) place.refuse('must be an array')
    if (value.length > most) place.refuse(`has ${value.length} entries; at most ${most} are read`)
    const result: T[] = []
    for (let index = 0; index < value.length; index++) result.push(parse(value[index], place.at(index)))
    return result
  }
}
