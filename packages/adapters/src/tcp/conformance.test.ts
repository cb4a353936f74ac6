import { adapterCases } from '@telltale/core/testing'
import { describe, it } from 'vitest'
import { tcp } from './index.js'

const asking = () => tcp({ send: 'GET / HTTP/1.1\r\nhost: peer\r\n\r\n', expect: '200 OK' })

describe('tcp', () => {
  const target = (origin: string) => origin.replace('http:', 'tcp:')
  for (const { name, run } of adapterCases(asking, { probe: { target, foreign: 'http://shop.example/' } }))
    it(name, run)
})
