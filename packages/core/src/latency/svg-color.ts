import { checkArgument } from './check-argument.js'

/** The basic colours of CSS (CSS Color Module Level 4, section 6.1), and orange. */
const namedColors: Readonly<Record<string, string>> = {
  black: '#000000',
  silver: '#c0c0c0',
  gray: '#808080',
  grey: '#808080',
  white: '#ffffff',
  maroon: '#800000',
  red: '#ff0000',
  purple: '#800080',
  fuchsia: '#ff00ff',
  green: '#008000',
  lime: '#00ff00',
  olive: '#808000',
  yellow: '#ffff00',
  navy: '#000080',
  blue: '#0000ff',
  teal: '#008080',
  aqua: '#00ffff',
  orange: '#ffa500',
}

/**
 * Returns the colour, black or white, of a text that can be read best on a background: its contrast is always above 4.5.
 *
 * @throws `ValidationError` when the background is neither a basic name of CSS nor `#rgb` or `#rrggbb`.
 */
export function textColorOn(background: string, caller: string): '#000' | '#fff' {
  const hex = namedColors[String(background).toLowerCase()] ?? background
  const isHex = typeof hex === 'string' && /^#([\da-f]{3}|[\da-f]{6})$/i.test(hex)
  checkArgument(isHex, "a colour such as '#2b5', '#22bb55' or 'green'", {
    caller,
    name: 'color',
    value: background,
  })
  const digits = hex.length === 4 ? [...hex.slice(1)].map((digit) => digit + digit).join('') : hex.slice(1)
  const [red, green, blue] = [0, 2, 4].map((at) =>
    linear(Number.parseInt(digits.slice(at, at + 2), 16) / 255),
  )
  const luminance = 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0)
  // Contrast of WCAG 2.2: (lighter + 0.05) / (darker + 0.05). Black is better from where both are alike.
  return (luminance + 0.05) ** 2 > 1.05 * 0.05 ? '#000' : '#fff'
}

/** Returns the share of light of a channel, as WCAG 2.2 defines it for relative luminance. */
const linear = (channel: number): number =>
  channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
