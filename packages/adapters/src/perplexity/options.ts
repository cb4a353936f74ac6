import { type OptionsShape, urlOption } from '@telltale/core/ports'
import { z } from 'zod'

/** Options of the Perplexity source. */
export interface PerplexityOptions {
  /** The key of the API. It appears in no log, error, event or stored row. */
  readonly apiKey: string
  /** Tells this source from the host's other adapters. @default 'perplexity' */
  readonly id?: string
  /** The base URL of the API. @default 'https://api.perplexity.ai' */
  readonly baseUrl?: string
  /** The model, by the API's name. @default 'perplexity/sonar' */
  readonly model?: string
  /** The maximum age of the pages that are searched. @default any age */
  readonly recency?: 'day' | 'week' | 'month' | 'year'
}

/** Checks {@link PerplexityOptions}. */
export const optionsSchema = z.strictObject({
  apiKey: z.string().min(1, 'expected your key'),
  id: z.string().min(1).default('perplexity'),
  baseUrl: urlOption().default('https://api.perplexity.ai'),
  model: z.string().min(1).default('perplexity/sonar'),
  recency: z.enum(['day', 'week', 'month', 'year']).optional(),
} satisfies OptionsShape<PerplexityOptions>)

/** {@link PerplexityOptions} with their defaults. */
export type PerplexitySettings = z.output<typeof optionsSchema>
