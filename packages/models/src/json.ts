import { LocavoreError } from '@locavore/core'

/** What a configuration file holds; nothing of it is trusted before it is looked at. */
export type Json = Readonly<Record<string, unknown>>

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function textAt(value: unknown, key: string): string | undefined {
  const found = isRecord(value) ? value[key] : undefined
  return typeof found === 'string' ? found : undefined
}

export function numberAt(value: unknown, key: string): number | undefined {
  const found = isRecord(value) ? value[key] : undefined
  return typeof found === 'number' && Number.isFinite(found) ? found : undefined
}

export function recordAt(value: unknown, key: string): Json {
  const found = isRecord(value) ? value[key] : undefined
  return isRecord(found) ? found : {}
}

/** @throws LocavoreError `model-invalid` */
export function parseRecord(text: string, path: string): Json {
  try {
    const value: unknown = JSON.parse(text)
    if (isRecord(value)) return value
  } catch {}
  throw new LocavoreError('model-invalid', `${path} of the model is not a JSON object.`, { file: path })
}

/** A model that our encoder cannot run, or that is not whole: always with what to do. */
export function cannotUse(message: string): LocavoreError {
  return new LocavoreError('model-invalid', message)
}
