import * as check from '../../options/check.js'
import { checkOptions, defined } from '../../options/checks.js'
import type { TitleStatus } from '../vehicle/title-status.js'
import { findPhrases, isNegated } from './find-phrases.js'
import { titlePhrases } from './title-phrases.js'

/** The history of a car as a text states it. What the text does not state is absent. */
export interface CarHistory {
  /** The state of the title; a lien does not change it. */
  readonly titleStatus?: TitleStatus
  /** The number of accidents; 0 when the text says that there were none. */
  readonly accidents?: number
  /** The number of owners so far, the seller included. */
  readonly owners?: number
}

const textCheck = check.strictObject({ text: check.text({ max: 100_000 }) })

/** The states of a title, the one that counts first: a salvaged car that was rebuilt is rebuilt. */
const precedence: readonly TitleStatus[] = ['parts only', 'rebuilt', 'flood', 'lemon', 'salvage', 'missing']

/** Words between `clean` and `title`: a state, or the colour of its paper. */
const issuer =
  '[a-z]{2}|alabama|alaska|arizona|arkansas|california|colorado|connecticut|delaware|florida|georgia|hawaii|idaho|illinois|' +
  'indiana|iowa|kansas|kentucky|louisiana|maine|maryland|massachusetts|michigan|minnesota|mississippi|missouri|montana|' +
  'nebraska|nevada|(?:new|north|south|west) [a-z]+|ohio|oklahoma|oregon|pennsylvania|rhode island|tennessee|texas|utah|' +
  'vermont|virginia|washington|wisconsin|wyoming|state|blue|pink|paper'
const cleanTitle = new RegExp(
  `\\b(?:clean|clear)(?: (?:and|&) (?:clean|clear))?(?: (?:${issuer})){0,2} titles?\\b|` +
    "\\btitle(?: status)?(?:'s| is)?[ :/-]*(?:clean|clear)\\b|" +
    '\\btitle(?: in hand)?(?:,| and) (?:clean|clear)(?= *(?:[,.;!]|$))',
  'gi',
)
const accident =
  /\b(?:accidents?|wreck(?:s|ed)?|fender[ -]?benders?|rear[ -]ended)\b(?! ?(?:avoidance|forgiveness|history report))/gi
const count = '(\\d{1,2}|an?|one|two|three|four|five|single)'
const accidentCount = new RegExp(
  `\\b${count}(?: (?:minor|small|little|reported|previous|light))* accidents?\\b`,
  'i',
)
const oneAccident = /\b(?:rear[ -]ended|fender[ -]?bender|wrecked|accident)\b/i
const ownerCount =
  /\b(\d{1,2}(?:st|nd|rd|th)?|one|two|three|four|five|single|original|first|second|third|fourth)(?: (?:previous|prior|former))?[ -]owners?\b|\bowners?: ?(\d{1,2})\b/gi
const figures: Readonly<Record<string, number>> = {
  a: 1,
  an: 1,
  one: 1,
  single: 1,
  original: 1,
  first: 1,
  two: 2,
  second: 2,
  three: 3,
  third: 3,
  four: 4,
  fourth: 4,
  five: 5,
}

/**
 * Reads what a text states about the title, the accidents and the owners of a car, in US and UK English, with negations.
 * Its members are those of a `Vehicle`, so that a market counts them.
 *
 * @throws `ValidationError` when the text is longer than 100,000 characters.
 * @example
 * ```ts
 * import { readCarHistory } from '@telltale/core/cars'
 *
 * console.log(readCarHistory('2nd owner, rebuilt title, no accidents since'))
 * // { titleStatus: 'rebuilt', accidents: 0, owners: 2 }
 * ```
 */
export function readCarHistory(text: string): CarHistory {
  checkOptions('readCarHistory', textCheck, { text })
  return defined({
    titleStatus: titleStatusIn(text),
    accidents: accidentsIn(text),
    owners: ownersIn(text),
  })
}

function titleStatusIn(text: string): TitleStatus | undefined {
  const found = findPhrases(text, titlePhrases).map(({ titleStatus }) => titleStatus)
  const brand = precedence.find((status) => found.includes(status))
  return brand ?? (hasCleanTitle(text) ? 'clean' : undefined)
}

function accidentsIn(text: string): number | undefined {
  const matches = [...text.matchAll(accident)]
  const stated = matches.find(({ index, 0: found }) => !isNegated(text, index, found))
  if (!stated) return matches.length > 0 ? 0 : undefined
  const counted = accidentCount.exec(text)?.[1]
  if (counted !== undefined) return figureOf(counted)
  return oneAccident.test(stated[0]) ? 1 : undefined
}

function ownersIn(text: string): number | undefined {
  const match = [...text.matchAll(ownerCount)].find(({ index, 0: found }) => !isNegated(text, index, found))
  return match && figureOf(match[1] ?? match[2] ?? '')
}

/** A negation counts only right before: in `no accidents clean title` it is about the accidents. */
const hasCleanTitle = (text: string): boolean =>
  [...text.matchAll(cleanTitle)].some(
    ({ index }) =>
      !/(?:\bnot?|\bwithout|n.?t(?: have)?)(?: an?| the)? $/i.test(
        text.slice(Math.max(0, index - 20), index),
      ),
  )

const figureOf = (word: string): number | undefined =>
  figures[word.toLowerCase()] ?? (Number.parseInt(word, 10) || undefined)
