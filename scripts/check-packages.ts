import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { packPublished } from './pack.js'

/** Packs what is published and lets publint and are-the-types-wrong judge the tarballs. */
const folder = mkdtempSync(join(tmpdir(), 'telltale-pack-'))
try {
  for (const { name, entryPoints, tarball } of await packPublished(folder)) {
    const entries = entryPoints.map(({ specifier }) => `.${specifier.slice(name.length)}`)
    judge('publint', 'run', tarball, '--strict')
    judge('attw', tarball, '--profile', 'esm-only', '--format', 'ascii', '--entrypoints', ...entries)
  }
} finally {
  rmSync(folder, { recursive: true })
}

function judge(tool: string, ...args: string[]): void {
  const { status, stdout, stderr } = spawnSync(tool, args, { encoding: 'utf8' })
  if (status === 0) return
  console.error(`${tool} ${args.join(' ')}\n${stdout}${stderr}`)
  process.exitCode = 1
}
