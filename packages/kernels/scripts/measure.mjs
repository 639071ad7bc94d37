// Prints how fast both kernels scan, beside a plain float32 loop: `node packages/kernels/scripts/measure.mjs`.
// Build first. Each figure is the least of several runs, in milliseconds a query.
import { createKernels } from '@locavore/kernels'

const shapes = [
  [720, 64],
  [720, 256],
  [720, 512],
  [20_000, 128],
  [100_000, 64],
  [100_000, 512],
]

const kernels = [await createKernels(), await createKernels({ prefer: 'typescript' })]
console.log(`rows x dimensions\t${kernels.map(({ name }) => name).join('\t')}\tfloat32 loop`)
for (const [rows, dimensions] of shapes) {
  const figures = kernels.map((kernel) => leastTime(scanOf(kernel, rows, dimensions)))
  figures.push(leastTime(floatLoop(rows, dimensions)))
  console.log(`${rows} x ${dimensions}\t${figures.map((figure) => figure.toFixed(3)).join('\t')}`)
}

function scanOf(kernel, rows, dimensions) {
  const scanner = kernel.createScanner(dimensions, rows)
  for (let row = 0; row < rows; row += 1) {
    scanner.set(
      row,
      Int8Array.from({ length: dimensions }, (_, d) => ((row * 31 + d * 17) % 255) - 127),
      0.01,
    )
  }
  const query = Float32Array.from({ length: dimensions }, (_, d) => Math.sin(d))
  const out = new Float32Array(rows)
  return () => scanner.scan(query, out)
}

function floatLoop(rows, dimensions) {
  const matrix = Float32Array.from({ length: rows * dimensions }, (_, k) => ((k * 17) % 255) / 255)
  const query = Float32Array.from({ length: dimensions }, (_, d) => Math.sin(d))
  const out = new Float32Array(rows)
  return () => {
    for (let row = 0; row < rows; row += 1) {
      let sum = 0
      for (let d = 0; d < dimensions; d += 1) sum += matrix[row * dimensions + d] * query[d]
      out[row] = sum
    }
  }
}

function leastTime(run) {
  let least = Number.POSITIVE_INFINITY
  for (let round = 0; round < 15; round += 1) {
    const start = performance.now()
    run()
    least = Math.min(least, performance.now() - start)
  }
  return least
}
