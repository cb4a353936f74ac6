import { type OptionCheck, pattern } from './check.js'

/** Checks a US ZIP code of five digits, as text. */
export const zipCheck: OptionCheck<string> = /* @__PURE__ */ pattern(
  /^\d{5}$/,
  "a ZIP code of five digits as text, such as '75146'",
)
