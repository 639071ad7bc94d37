import { expect, test } from '@playwright/test'
import { deviceOf, openDemo } from '../support/demo.js'

test('the device that was asked for is checked against golden outputs and chosen', async ({ page }, info) => {
  await openDemo(page, deviceOf(info))
  const report = await page.evaluate(() => postcards.recommender.warmUp(['text', 'image']))
  const chosen = report.ladder.find(({ outcome }) => outcome === 'chosen')
  expect(report.state).toBe('ready')
  expect(report.goldenCosine).toBeGreaterThanOrEqual(0.99)
  if (info.project.name === 'webgpu') {
    expect([chosen?.device, report.variant]).toEqual(['webgpu', 'fp16'])
  } else {
    expect(chosen?.device).toMatch(/^wasm/)
    expect(report.variant).toBe('q8')
  }
})

test('left to itself, the ladder steps over a graphics device that is missing or done in software, and says so', async ({
  page,
}, info) => {
  await openDemo(page)
  const { ladder } = await page.evaluate(() => postcards.recommender.warmUp(['text']))
  const [gpu] = ladder
  expect([gpu?.device, gpu?.outcome]).toEqual(['webgpu', 'refused'])
  expect(gpu?.reason).toMatch(info.project.name === 'webgpu' ? /software/i : /adapter|WebGPU/i)
  expect(ladder.find(({ outcome }) => outcome === 'chosen')?.device).toMatch(/^wasm/)
})

test('one wasm flavour is fetched, and models only when they are needed', async ({ page }, info) => {
  const requested: string[] = []
  page.context().on('request', (request) => requested.push(new URL(request.url()).pathname))
  await openDemo(page, deviceOf(info))
  await page.evaluate(() => postcards.recommender.search('quiet harbour at dusk'))
  const wasm = new Set(requested.filter((path) => path.endsWith('.wasm')))
  const models = new Set(requested.filter((path) => path.endsWith('.onnx')).map((path) => path.split('/').pop()))
  expect([...wasm]).toHaveLength(1)
  expect([...models]).toHaveLength(1)
  expect([...models][0]).toMatch(/^text_model/)
})
