import assert from 'node:assert/strict'
import { setTimeout } from 'node:timers/promises'

/** Resolves once `holds` returns `true`, polled every few milliseconds; fails with `message` after a time limit. */
export async function eventually(holds: () => boolean, message: string, withinMs = 2_000): Promise<void> {
  const until = performance.now() + withinMs
  while (!holds()) {
    assert.ok(performance.now() < until, message)
    await setTimeout(5)
  }
}
