import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { root } from '../run.mjs'

/** Every package of the workspace that npm would publish. */
export function publicPackages() {
  return readdirSync(`${root}/packages`)
    .map((dir) => `${root}/packages/${dir}`)
    .filter((folder) => existsSync(`${folder}/package.json`))
    .map((folder) => ({ folder, json: JSON.parse(readFileSync(`${folder}/package.json`, 'utf8')) }))
    .filter(({ json }) => json.private !== true)
    .map(({ folder, json }) => ({ name: json.name, folder, json }))
}

/** The entries of a package that hold JavaScript: `{ subpath, types, file }`. */
export function entriesOf({ folder, json }) {
  return Object.entries(json.exports)
    .filter(([, target]) => typeof target === 'object' && target.types !== undefined)
    .map(([subpath, target]) => ({ subpath, types: `${folder}/${target.types}`, file: `${folder}/${target.default}` }))
}
