import { readFileSync } from 'node:fs'
import { meanVector } from '../measure/similarity.mjs'

const PER_CALL = 16

/** Another picture model, as an ONNX file, in a page of the same browser. */
export async function openTeacher({ browser, site, shelf }, path) {
  const page = await browser.newPage()
  await page.goto(`${site.origin}/teacher.html`)
  await page.waitForFunction(() => globalThis.teacherPage !== undefined)
  const url = shelf.put(() => readFileSync(path))
  await page.evaluate((model) => teacherPage.open(model), url)
  shelf.drop(url)
  return {
    /** Unit vectors of picture files. */
    features: async (files) => {
      const features = []
      for (let start = 0; start < files.length; start += PER_CALL) {
        const urls = files.slice(start, start + PER_CALL).map((bytes) => shelf.put(() => bytes))
        const vectors = await page.evaluate((batch) => teacherPage.features(batch), urls)
        features.push(...vectors.map((vector) => meanVector([vector])))
        for (const each of urls) shelf.drop(each)
      }
      return features
    },
  }
}
