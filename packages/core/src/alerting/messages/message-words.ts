/** The words of messages in one language. In a text, `{name}` stands for a value. */
export interface MessageWords {
  /** The title of an alert that begins, by its kind of subject. */
  readonly started: string
  /** The title of an alert that changed. */
  readonly changed: string
  /** The title of an alert that is over. */
  readonly ended: string
  /** The title of a reminder. */
  readonly reminder: string
  /** The title of an alert after a silence. */
  readonly stillSo: string
  /** The title of a summary, by its reason. */
  readonly summary: { readonly storm: string; readonly digest: string; readonly held: string }
  /** The line for those alerts of a summary that are not listed. */
  readonly others: string
  /** The title and the text of a code that verifies a destination. */
  readonly verification: { readonly title: string; readonly text: string }
  /** The title and the text of a test. */
  readonly test: { readonly title: string; readonly text: string }
  /** The title and the text of a destination that is not used any more. */
  readonly disabled: { readonly title: string; readonly text: string }
  /** The sentence of what failed with the subject. */
  readonly children: string
  /** The sentence of the silence that ended. */
  readonly afterSilence: string
  /** The sentence of a message that was held back. */
  readonly late: string
  /** The names of facts. */
  readonly facts: {
    readonly since: string
    readonly lasted: string
    readonly latency: string
    readonly usual: string
    readonly tier: string
    readonly failedChecks: string
    readonly certificate: string
    readonly price: string
    readonly previousPrice: string
    readonly usualPrice: string
    readonly wasPrice: string
    readonly saleDepth: string
    readonly region: string
    readonly spent: string
    readonly rule: string
    readonly acknowledgedBy: string
  }
}

/** The words of messages in English. */
export const englishMessageWords: MessageWords = {
  started: '{name}: {reason}',
  changed: '{name} changed: {reason}',
  ended: '{name}: over, {reason}',
  reminder: '{name}, reminder {count}: {reason}',
  stillSo: '{name}, still so: {reason}',
  summary: {
    storm: '{count} alerts at once',
    digest: '{count} alerts since the last digest',
    held: '{count} alerts that were held back',
  },
  others: 'and {count} more',
  verification: {
    title: '{code} is your code',
    text: 'Enter the code {code} to get alerts here. It counts until {time}. If you did not ask for it, do nothing.',
  },
  test: { title: 'A test of your alerts', text: 'You asked for this test at {time}. Alerts arrive here.' },
  disabled: {
    title: '{channel} is not used any more',
    text: 'No alert goes to {label} by {channel} any more: {reason}.',
  },
  children: '{count} more failed with it: {names}',
  afterSilence: 'The silence by {author} has ended: {reason}',
  late: 'It was held back until now.',
  facts: {
    since: 'Since',
    lasted: 'Lasted',
    latency: 'Latency',
    usual: 'Usual latency',
    tier: 'Tier',
    failedChecks: 'Failed checks in a row',
    certificate: 'Certificate ends',
    price: 'Price',
    previousPrice: 'Price before',
    usualPrice: 'Usual price',
    wasPrice: 'Advertised "was" price',
    saleDepth: 'Below the usual price',
    region: 'Region',
    spent: 'Spent',
    rule: 'Rule',
    acknowledgedBy: 'Taken care of by',
  },
}

/** Fills the places of a text. A place without a value stays empty. */
export const fill = (text: string, values: Readonly<Record<string, string | number>>): string =>
  text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''))
