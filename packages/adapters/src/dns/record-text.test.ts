import { decode } from 'dns-packet'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CheckError } from '../probing/check-error.js'
import { matchesWildcards } from './judge-answer.js'
import { recordText } from './record-text.js'

describe('the text of a record', () => {
  it('is a text, or a failure of the protocol, whatever its data is', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (data) => {
        try {
          const text = recordText({ type: 'UNKNOWN_65', data: Buffer.from(data) } as never)
          expect(text).toMatch(/^\d+ /)
        } catch (error) {
          expect(error).toBeInstanceOf(CheckError)
        }
      }),
      { interruptAfterTimeLimit: 1_000 },
    )
  })

  it('has all fields of a CAA record', () => {
    // RFC 8659, section 4.1: flags, the length of the tag, the tag, the value.
    const record = Buffer.from(
      '\x00\x00\x01\x01\x00\x01\x00\x00\x3c\x00\x12\x00\x05issueca.example',
      'latin1',
    )
    const header = Buffer.from([0, 1, 0x81, 0x80, 0, 0, 0, 1, 0, 0, 0, 0])
    record.writeUInt16BE(257, 1)
    const whole = Buffer.concat([
      header,
      record.subarray(0, 3),
      Buffer.from([0, 1, 0, 0, 0, 60, 0, 17]),
      record.subarray(11),
    ])
    const [answer] = decode(whole).answers ?? []
    expect(answer && recordText(answer)).toBe('0 issue "ca.example"')
  })
})

describe('wildcards', () => {
  it('match as a pattern does in which each stands for any characters', () => {
    const letters = fc.array(fc.constantFrom('a', 'b', '*'), { maxLength: 8 }).map((parts) => parts.join(''))
    fc.assert(
      fc.property(
        letters.map((text) => text.replaceAll('*', 'c')),
        letters,
        (text, pattern) => {
          expect(matchesWildcards(text, pattern)).toBe(
            new RegExp(`^${pattern.replaceAll('*', '.*')}$`).test(text),
          )
        },
      ),
      { interruptAfterTimeLimit: 1_000 },
    )
  })
})
