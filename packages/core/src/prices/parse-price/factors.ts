import { fold } from './fold.js'
import { currencyFactor, localFactor, type TextOrigin } from './local-words.js'

/**
 * The words and abbreviations of powers of ten, by their exponent, in small letters without accents and dots; a star
 * stands for any ending. `Intl` knows those of a locale and of the languages of a currency; these stand beside others,
 * or are none of its.
 */
const table = `
2 백 百
3 k tsd mil tausend* thousand* rb тыс* тис* 千 천 พัน ألف الف هزار
4 万 萬 만 หมื่น
5 lakh* lac lacs लाख লাখ แสน
6 m mn mio mln milj million* jt juta млн ล้าน مليون
7 cr crore* करोड কোটি
8 億 亿 억
9 b bn billion mrd mld milliard* miliar* млрд
10 kcr
12 t tn bi bln bio lcr trillion* трлн 兆 조`

/** Words about which languages differ, or that mean something else as well. */
const ambiguous = /^(?:[blegnjtм]|bi|t[nr]|mi[ln]?|[km]m|bn|bilion|billion|nt|ин|g)$/

/** A power of ten that a word stands for. */
export interface Factor {
  /** The exponent: 3 for thousands. */
  readonly exponent: number
  /** `true` when languages differ about the word, and none of them is told. */
  readonly isAmbiguous: boolean
  /** `true` for a single letter, which may be anything where no currency stands beside it. */
  readonly isLetter: boolean
}

const [exact, stems] = /* @__PURE__ */ readTable()

function readTable(): readonly [exact: ReadonlyMap<string, number>, stems: ReadonlyMap<string, number>] {
  const [words, beginnings] = [new Map<string, number>(), new Map<string, number>()]
  for (const line of table.slice(1).split('\n')) {
    const [exponent, ...entries] = line.split(' ')
    for (const entry of entries)
      (entry.endsWith('*') ? beginnings : words).set(fold(entry.replace('*', '')), Number(exponent))
  }
  return [words, beginnings]
}

/**
 * Returns the power of ten that a word or a phrase stands for; `undefined` when it stands for none. The locale decides
 * before the languages of the countries of the currency, and these before the others.
 */
export function factorOf(word: string, { locale, codes }: TextOrigin): Factor | undefined {
  const key = fold(word)
  const isLetter = /^[a-zа-я]$/.test(key)
  const common = exact.get(key)
  const isOpen = ambiguous.test(key)
  if (common !== undefined && !isOpen && key !== 'm')
    return { exponent: common, isAmbiguous: false, isLetter }
  const told = localFactor(key, locale)
  if (told !== undefined) return { exponent: told, isAmbiguous: false, isLetter }
  const general = common ?? stemExponent(key)
  const likely = currencyFactor(key, codes)
  // Some words are powers of ten elsewhere, so that the number may not be what it looks like.
  const exponent = likely ?? general ?? (isOpen ? 0 : undefined)
  const isAmbiguous = isOpen || (general !== undefined && likely !== undefined && likely !== general)
  return exponent === undefined ? undefined : { exponent, isLetter, isAmbiguous }
}

/** The length of the shortest and the longest stem. */
const [minStem, maxStem] = [2, 8]

function stemExponent(key: string): number | undefined {
  for (let length = Math.min(key.length, maxStem); length >= minStem; length--) {
    const exponent = stems.get(key.slice(0, length))
    if (exponent !== undefined) return exponent
  }
  return undefined
}
