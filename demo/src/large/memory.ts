import { memory } from './large-state.js'

interface MemoryReport {
  readonly bytes: number
}

type Measuring = Performance & { measureUserAgentSpecificMemory?: () => Promise<MemoryReport> }

const EVERY = 30_000

/** Asks the browser now and then, where it can tell (Chromium, on pages isolated as this one is). */
export function followMemory(): void {
  const { performance } = globalThis as { performance: Measuring }
  if (performance.measureUserAgentSpecificMemory === undefined) return
  const measure = async (): Promise<void> => {
    // It answers when it has nothing better to do, seconds later.
    const report = await performance.measureUserAgentSpecificMemory?.().catch(() => undefined)
    if (report !== undefined) memory.value = report.bytes
    setTimeout(() => void measure(), EVERY)
  }
  void measure()
}
