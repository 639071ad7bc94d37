// Writes which tests passed at a second try only, as JSON lines: { file, name, message }.
import { appendFileSync } from 'node:fs'

export default class FlakyReporter {
  onTestCaseResult(testCase) {
    if (!testCase.diagnostic()?.flaky) return
    const { errors = [] } = testCase.result()
    const line = { file: testCase.module.moduleId, name: testCase.fullName, message: errors[0]?.message }
    appendFileSync(new URL('../test-results/flaky.jsonl', import.meta.url), `${JSON.stringify(line)}\n`)
  }
}
