import { extractProduct } from '@telltale/adapters/webshop'
import { type CapturedPage, gradeOf, htmlOf, rowsOf, urlOf } from '../captured.js'
import { report } from '../report.js'
import { mutations } from './mutations.js'
import { withoutData } from './without-data.js'

/**
 * Counts how many captured product pages are read right, wrongly or not at all: unchanged, without their data for machines,
 * and after each of five changes that a shop may make to its pages.
 */
const pages = rowsOf<CapturedPage>('pages.jsonl')

const versions: Readonly<Record<string, (html: string) => string>> = {
  'as it is': (html) => html,
  'without data': withoutData,
  ...mutations,
}

const rows = Object.entries(versions).map(([version, change]) => {
  const grades = pages.map((page) => {
    const reading = extractProduct(change(htmlOf(page)), urlOf(page))
    return { id: page.id, grade: gradeOf(reading, page), reading }
  })
  const count = (wanted: string) => grades.filter(({ grade }) => grade === wanted).length
  for (const { id, grade, reading } of grades)
    if (grade !== 'right')
      console.log(
        `${version}: ${id} ${grade}: ${reading.status === 'read' ? `${reading.price.amount} ${reading.price.currency}` : reading.message}`,
      )
  return { version, right: count('right'), wrong: count('wrong'), abstained: count('abstained') }
})

/** Returns the percentage of values that a person was sure of and that are read right. */
function shareRight(field: 'title' | 'availability'): number {
  const sure = pages.filter(({ unsure, expected }) => expected[field] !== null && !unsure.includes(field))
  const right = sure.filter(
    (page) => extractProduct(htmlOf(page), urlOf(page))[field] === page.expected[field],
  )
  return (100 * right.length) / sure.length
}

const redesigned = rows.filter(({ version }) => version in mutations)
const share = (what: 'right' | 'wrong') =>
  (100 * redesigned.reduce((sum, row) => sum + row[what], 0)) / (redesigned.length * pages.length)
report(
  rows,
  {
    name: 'pages read as they are',
    figure: rows[0]?.right ?? 0,
    bar: pages.length - 1,
    atLeast: true,
    unit: 'pages',
  },
  { name: 'pages read wrongly as they are', figure: rows[0]?.wrong ?? 0, bar: 0, unit: 'pages' },
  { name: 'titles read right', figure: shareRight('title'), bar: 98, atLeast: true, unit: '%' },
  {
    name: 'availabilities read right',
    figure: shareRight('availability'),
    bar: 90,
    atLeast: true,
    unit: '%',
  },
  { name: 'redesigned pages read right', figure: share('right'), bar: 90, atLeast: true, unit: '%' },
  { name: 'redesigned pages read wrongly', figure: share('wrong'), bar: 0.5, unit: '%' },
)
