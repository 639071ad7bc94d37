import { expect, test } from '@playwright/test'
import { openDemo } from '../support/demo.js'

test('the ladder chooses the device there is and tells why', async ({ page }, info) => {
  await openDemo(page)
  const report = await page.evaluate(() => postcards.recommender.warmUp(['text', 'image']))
  const chosen = report.ladder.find(({ outcome }) => outcome === 'chosen')
  expect(report.state).toBe('ready')
  expect(report.goldenCosine).toBeGreaterThanOrEqual(0.99)
  if (info.project.name === 'webgpu') {
    expect(chosen?.device).toBe('webgpu')
    expect(report.variant).toBe('fp16')
  } else {
    expect(chosen?.device).toMatch(/^wasm/)
    expect(report.variant).toBe('q8')
    const gpu = report.ladder.find(({ device }) => device === 'webgpu')
    expect(gpu?.outcome).toBe('refused')
    expect(gpu?.reason.length).toBeGreaterThan(5)
  }
})

test('one wasm flavour is fetched, and models only when they are needed', async ({ page }, info) => {
  const requested: string[] = []
  page.context().on('request', (request) => requested.push(new URL(request.url()).pathname))
  await openDemo(page, info.project.name === 'webgpu' ? '?device=webgpu' : '?device=wasm')
  await page.evaluate(() => postcards.recommender.search('quiet harbour at dusk'))
  const wasm = new Set(requested.filter((path) => path.endsWith('.wasm')))
  const models = new Set(requested.filter((path) => path.endsWith('.onnx')).map((path) => path.split('/').pop()))
  expect([...wasm]).toHaveLength(1)
  expect([...models]).toHaveLength(1)
  expect([...models][0]).toMatch(/^text_model/)
})
