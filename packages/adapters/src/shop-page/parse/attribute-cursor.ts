import { decodeHTMLAttribute } from 'entities/decode'

const greater = 62
const slash = 47
const equals = 61
const double = 34
const single = 39
/** The code that stands for the end of the page. */
const none = -1

/** Checks for white space. */
export const isSpace = (code: number): boolean => code === 32 || (code >= 9 && code <= 13)

/** Iterates over the attributes of a tag, like the tokenizer of the HTML standard (sections 13.2.5.32 to 13.2.5.39). */
export class AttributeCursor {
  readonly #html: string
  #nameFrom = 0
  #nameTo = 0
  #valueFrom = 0
  #valueTo = 0
  /** The current position; after the last attribute the end of the tag, or -1 when the tag does not end. */
  at = 0

  constructor(html: string) {
    this.#html = html
  }

  /** Moves to the next attribute. Returns `false` when there is none. */
  next(): boolean {
    let at = this.#skipSpaces(this.at, slash)
    let code = this.#codeAt(at)
    if (code === greater || code === none) {
      this.at = code === none ? -1 : at + 1
      return false
    }
    this.#nameFrom = at
    do code = this.#codeAt(++at)
    while (code !== equals && code !== greater && code !== slash && code !== none && !isSpace(code))
    this.#nameTo = at
    at = this.#skipSpaces(at)
    if (this.#codeAt(at) === equals) return this.#readValue(this.#skipSpaces(at + 1))
    this.#valueFrom = at
    this.#valueTo = at
    this.at = at
    return true
  }

  #readValue(from: number): boolean {
    const opening = this.#codeAt(from)
    if (opening === double || opening === single) {
      const to = this.#html.indexOf(opening === double ? '"' : "'", from + 1)
      this.#valueFrom = from + 1
      this.#valueTo = to
      this.at = to < 0 ? -1 : to + 1
      return to >= 0
    }
    let at = from
    let code = opening
    while (code !== greater && code !== none && !isSpace(code)) code = this.#codeAt(++at)
    this.#valueFrom = from
    this.#valueTo = at
    this.at = at
    return true
  }

  /** The length of the name of the current attribute. */
  get nameLength(): number {
    return this.#nameTo - this.#nameFrom
  }

  /** Returns the name of the current attribute, in lower case. */
  name(): string {
    return this.#html.slice(this.#nameFrom, this.#nameTo).toLowerCase()
  }

  /** Checks whether the current attribute has this name, given in lower case. */
  is(name: string): boolean {
    if (this.nameLength !== name.length) return false
    return this.#html.startsWith(name, this.#nameFrom) || this.name() === name
  }

  /** Returns the value of the current attribute, with its character references decoded. */
  value(): string {
    const value = this.#html.slice(this.#valueFrom, this.#valueTo)
    return value.includes('&') ? decodeHTMLAttribute(value) : value
  }

  #codeAt(at: number): number {
    return at < this.#html.length ? this.#html.charCodeAt(at) : none
  }

  #skipSpaces(from: number, other = 32): number {
    let at = from
    for (let code = this.#codeAt(at); isSpace(code) || code === other; code = this.#codeAt(at)) at += 1
    return at
  }
}
