import type { TitleStatus } from '../vehicle/title-status.js'

/** A phrase in a listing's text that is a warning. */
export interface WarningPhrase {
  /** The subject of the warning, such as `salvage title`. */
  readonly about: string
  /** The severity, from 0 to 1. */
  readonly severity: number
  /** The pattern of the phrase. */
  readonly pattern: RegExp
  /** `true` for a fault that is gone once it is repaired, such as a leak; a title or an accident stays. */
  readonly isMendable: boolean
  /** The state of the title that the phrase means. */
  readonly titleStatus?: TitleStatus
}

/** Makes a phrase of alternatives, each of which begins a word. */
export function phrase(about: string, severity: number, ...alternatives: readonly string[]): WarningPhrase {
  return {
    about,
    severity,
    pattern: new RegExp(`\\b(?:${alternatives.join('|')})`, 'gi'),
    isMendable: false,
  }
}

/** Makes a phrase about a fault that is gone once it is repaired. */
export function mendable(about: string, severity: number, ...alternatives: readonly string[]): WarningPhrase {
  return { ...phrase(about, severity, ...alternatives), isMendable: true }
}
