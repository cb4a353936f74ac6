import {
  type Adapter,
  type AdapterContext,
  type Insights,
  parseOptions,
  type ValuationQuery,
} from '@telltale/core/ports'
import { z } from 'zod'
import { ask } from './ask.js'
import {
  analyzeMarket,
  type KnownInterval,
  type MarketAnalysis,
  type MarketPlace,
  type RegionalInsights,
  researchRegion,
} from './market-research.js'
import { optionsSchema, type PerplexityOptions } from './options.js'

/** The Perplexity source: research in words, and in figures by a schema. */
export interface PerplexityAdapter extends Adapter {
  readonly insights: Insights
  /**
   * Researches what is asked for such a car, and how fast it sells. Kept for an hour. Resolves to `undefined` without a
   * citation.
   *
   * @param interval - the prices of the host's own market. Figures far outside are left out and named in `doubts`.
   * @default no check
   */
  marketAnalysis(
    vehicle: ValuationQuery,
    context: AdapterContext,
    interval?: KnownInterval,
  ): Promise<MarketAnalysis | undefined>
  /** Researches the market of a place. Kept for seven days. Resolves to `undefined` without a citation. */
  regionalInsights(place: MarketPlace, context: AdapterContext): Promise<RegionalInsights | undefined>
}

const insightSchema = z.object({
  text: z.string(),
  citations: z.array(z.object({ name: z.string(), url: z.string() })),
})

const instructions =
  'Search the web before you answer. Answer from what you found alone, in plain words, with figures and their dates. ' +
  'What you could not find, say so.'

/**
 * Makes a source of market research from Perplexity's Agent API, in words or in figures by a schema. Words without a source
 * are a guess: an answer without a search, or without any result, gives nothing.
 *
 * @throws `ValidationError` when an option is wrong.
 * @example
 * ```ts
 * import { perplexity } from '@telltale/adapters/perplexity'
 *
 * const telltale = createTelltale({ storage, adapters: [perplexity({ apiKey: process.env.PERPLEXITY_KEY ?? '' })] })
 * ```
 */
export function perplexity(options: PerplexityOptions): PerplexityAdapter {
  const settings = parseOptions('perplexity', optionsSchema, options)
  const { apiKey, id, model, recency } = settings
  return {
    specVersion: 1,
    id,
    secrets: () => [apiKey],
    budget: { callsPerDay: 100 },
    insights: {
      research: async (question, context) => {
        context.signal.throwIfAborted()
        const key = JSON.stringify([model, recency, question])
        // A response of status 200 may report a failure, so that only complete answers are cached.
        const cached = insightSchema.safeParse(await context.cache.get('market', key)).data
        if (cached) return cached
        const insight = await ask(settings, { input: question, instructions }, context)
        if (insight) await context.cache.set('market', key, insight)
        return insight
      },
    },
    marketAnalysis: (vehicle, context, interval) => analyzeMarket(settings, vehicle, context, interval),
    regionalInsights: (place, context) => researchRegion(settings, place, context),
  }
}
