import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** `pnpm bench <question> [options]`: runs `benchmarks/<question>/index.ts`, which sees its options in `process.argv`. */
const questions = readdirSync(fileURLToPath(new URL('.', import.meta.url)), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== 'node_modules')
  .map(({ name }) => name)

const [question = ''] = process.argv.splice(2, 1)
if (questions.includes(question)) await import(`./${question}/index.ts`)
else {
  console.error(`pnpm bench <question> [options], where the question is one of: ${questions.join(', ')}`)
  process.exitCode = 1
}
