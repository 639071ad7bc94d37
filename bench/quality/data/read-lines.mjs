import { readFileSync } from 'node:fs'

/** The objects of a JSON-lines file, each of which must have these keys as text. @throws Error that names file and line */
export function readLines(path, needed) {
  return readFileSync(path, 'utf8')
    .split('\n')
    .flatMap((line, index) => (line.trim() === '' ? [] : [readLine(line, `${path}, line ${index + 1}`, needed)]))
}

function readLine(line, where, needed) {
  let row
  try {
    row = JSON.parse(line)
  } catch (error) {
    throw new Error(`${where} is not JSON: ${error.message}`)
  }
  const missing = needed.find((key) => typeof row?.[key] !== 'string' || row[key] === '')
  if (missing !== undefined) throw new Error(`${where} has no "${missing}".`)
  return row
}

/** The files a model's recipe kept away from training, or undefined without a split. */
export function readHeldOut(path) {
  if (path === undefined) return undefined
  const { heldOut } = JSON.parse(readFileSync(path, 'utf8'))
  if (!Array.isArray(heldOut)) throw new Error(`${path} has no list "heldOut".`)
  return new Set(heldOut)
}
