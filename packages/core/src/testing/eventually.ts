import assert from 'node:assert/strict'
import { setTimeout } from 'node:timers/promises'

/** Resolves once `holds` is true, looked at every few milliseconds; fails with `message` when it is not in time. */
export async function eventually(holds: () => boolean, message: string, withinMs = 2_000): Promise<void> {
  const until = performance.now() + withinMs
  while (!holds()) {
    assert.ok(performance.now() < until, message)
    await setTimeout(5)
  }
}
