import { z } from 'zod'
import { defined } from '../options/index.js'
import { checkBy, type RowSchemas } from '../runtime/row-schemas.js'
import { statusPageSchema } from './status-page-options.js'

const optionNames = [
  'title',
  'slug',
  'description',
  'groups',
  'showLatency',
  'showTags',
  'locale',
  'timeZone',
] as const

/** The schemas of the rows of status pages. A page meets the checks of the options that it was made with. */
export const statusPageRows: RowSchemas = {
  status_pages: z
    .looseObject({})
    .superRefine((page, context) =>
      checkBy(
        statusPageSchema,
        defined(Object.fromEntries(optionNames.map((name) => [name, page[name]]))),
        context,
      ),
    ),
}
