import { describe, expect, it } from 'vitest'
import type { Adapter } from '../ports/index.js'
import { firstAnswer } from './first-answer.js'

const never = () => {
  throw new Error('no adapter failed')
}

const adapters = ['first', 'second', 'third'].map((id): Adapter => ({ specVersion: 1, id }))

describe('firstAnswer', () => {
  it('asks adapters in order until one has an answer', async () => {
    const asked: string[] = []
    const found = await firstAnswer(
      adapters,
      async ({ id }) => {
        asked.push(id)
        return id === 'second' ? 42 : undefined
      },
      never,
    )
    expect(found).toEqual({ answer: 42, adapter: adapters[1] })
    expect(asked).toEqual(['first', 'second'])
  })

  it('counts 0, false and an empty text as answers', async () => {
    for (const answer of [0, false, ''])
      expect(await firstAnswer(adapters, async () => answer, never)).toEqual({ answer, adapter: adapters[0] })
  })

  it('resolves to nothing when no adapter has an answer', async () => {
    expect(await firstAnswer(adapters, async () => undefined, never)).toBeUndefined()
    expect(await firstAnswer([], async () => 42, never)).toBeUndefined()
  })

  it('passes over an adapter that fails, unless whoever hears of it throws', async () => {
    const failed: string[] = []
    const ask = async ({ id }: Adapter) => {
      if (id !== 'third') throw new Error('out of reach')
      return 42
    }
    const found = await firstAnswer(adapters, ask, ({ id }) => void failed.push(id))
    expect([found?.adapter.id, failed]).toEqual(['third', ['first', 'second']])
    const stop = (_: Adapter, cause: unknown) => {
      throw cause
    }
    await expect(firstAnswer(adapters, ask, stop)).rejects.toThrow('out of reach')
  })
})
