import type { Factor } from './factors.js'
import { parseNumber } from './parse-number.js'

/** The number of decimals with which powers of ten are applied. More are cut off. */
const decimals = 24

/** The highest power of ten below which East Asia and India sum up before they multiply: `2천5백만` is 2,500 × 10⁴. */
const maxSmall = 3

/**
 * Multiplies an amount by the powers of ten around it, and adds the numbers behind them: `1万2,000` is 12,000,
 * `mil millones` 10⁹.
 */
export function applyFactors(amount: string, scale: string, factors: readonly Factor[]): string {
  let [total, section, pending] = [0n, 0n, toScaled(amount)]
  for (const [part] of scale.matchAll(/\d[\d,.]*|[\uF000-\uF7FF][\uF000-\uF7FF ]*/g)) {
    if (/\d/.test(part)) {
      pending = toScaled(parseNumber(part, {})?.amount ?? '0')
      continue
    }
    for (const exponent of exponentsOf(part, factors)) {
      if (exponent <= maxSmall) section += pending * 10n ** BigInt(exponent)
      else total += (section + pending) * 10n ** BigInt(exponent)
      if (exponent > maxSmall) section = 0n
      pending = 0n
    }
  }
  return fromScaled(total + section + pending)
}

/** Returns the exponents of adjoining words, as one sum unless a smaller number of thousands is multiplied by a greater one. */
function exponentsOf(part: string, factors: readonly Factor[]): readonly number[] {
  const exponents = [...part].flatMap((character) => {
    const code = character.charCodeAt(0) - 0xf000
    return code < 0 ? [] : [factors[code & 0x3ff]?.exponent ?? 0]
  })
  const isSmallFirst =
    exponents.length === 2 && (exponents[0] ?? 0) <= maxSmall && (exponents[1] ?? 0) > maxSmall
  return isSmallFirst ? exponents : [exponents.reduce((sum, each) => sum + each, 0)]
}

function toScaled(amount: string): bigint {
  const [whole = '', fraction = ''] = amount.split('.')
  return BigInt(whole + fraction.slice(0, decimals).padEnd(decimals, '0'))
}

function fromScaled(scaled: bigint): string {
  const text = scaled.toString().padStart(decimals + 1, '0')
  return `${text.slice(0, -decimals)}.${text.slice(-decimals)}`.replace(/\.?0*$/, '')
}
