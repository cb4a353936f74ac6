import { parseCLI, startVitest, type TestCase, type TestModule } from 'vitest/node'

/**
 * Runs every test, measures how much of the packages they cover, lists each skipped test (its name says why), and ends
 * with the line `N passed, N failed, N skipped`. Arguments are vitest's own, such as `--project core` or a part of a
 * file's name; coverage is judged only when all tests run.
 */
const args = process.argv.slice(2)
const { filter, options } = parseCLI(['vitest', 'run', ...args])
const vitest = await startVitest('test', filter, { ...options, coverage: { enabled: args.length === 0 } })
await vitest.close()

const modules = vitest.state.getTestModules()
const tests = modules.flatMap((module) => [...module.children.allTests()])
const skipped = tests.filter(isIn('skipped'))
const failed = tests.filter(isIn('failed')).length + modules.filter(failedBesideItsTests).length
for (const test of skipped) console.log(`skipped: ${test.project.name}: ${test.fullName}`)

// Vitest's exit code also tells of stray errors, of coverage that is too low and of a run without tests.
const failures = failed || Number(Boolean(process.exitCode) || tests.length === 0)
console.log(`${tests.filter(isIn('passed')).length} passed, ${failures} failed, ${skipped.length} skipped`)
process.exit(failures ? 1 : 0)

function isIn(state: string): (test: TestCase) => boolean {
  return (test) => test.result().state === state
}

/** Checks for a file that could not be loaded, or whose hooks failed. */
function failedBesideItsTests(module: TestModule): boolean {
  return module.state() === 'failed' && ![...module.children.allTests()].some(isIn('failed'))
}
