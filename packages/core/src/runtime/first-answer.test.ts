import { describe, expect, it } from 'vitest'
import type { Adapter } from '../ports/index.js'
import { firstAnswer } from './first-answer.js'

const adapters = ['first', 'second', 'third'].map((id): Adapter => ({ specVersion: 1, id }))

describe('firstAnswer', () => {
  it('asks adapters in order until one has an answer', async () => {
    const asked: string[] = []
    const found = await firstAnswer(adapters, async ({ id }) => {
      asked.push(id)
      return id === 'second' ? 42 : undefined
    })
    expect(found).toEqual({ answer: 42, adapter: adapters[1] })
    expect(asked).toEqual(['first', 'second'])
  })

  it('counts 0, false and an empty text as answers', async () => {
    for (const answer of [0, false, ''])
      expect(await firstAnswer(adapters, async () => answer)).toEqual({ answer, adapter: adapters[0] })
  })

  it('resolves to nothing when no adapter has an answer', async () => {
    expect(await firstAnswer(adapters, async () => undefined)).toBeUndefined()
    expect(await firstAnswer([], async () => 42)).toBeUndefined()
  })

  it('rejects with the first failure, and asks no further adapter', async () => {
    const asked: string[] = []
    const asking = firstAnswer(adapters, async ({ id }) => {
      asked.push(id)
      throw new Error('out of reach')
    })
    await expect(asking).rejects.toThrow('out of reach')
    expect(asked).toEqual(['first'])
  })
})
