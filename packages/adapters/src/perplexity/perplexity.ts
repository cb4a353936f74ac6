import { AdapterError } from '@telltale/core'
import {
  type Adapter,
  type AdapterContext,
  type FactSource,
  type HttpResponse,
  type Insight,
  type OptionsShape,
  parseOptions,
  readJson,
  urlOption,
} from '@telltale/core/ports'
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

const optionsSchema = z.strictObject({
  apiKey: z.string().min(1, 'expected your key'),
  id: z.string().min(1).default('perplexity'),
  baseUrl: urlOption().default('https://api.perplexity.ai'),
  model: z.string().min(1).default('perplexity/sonar'),
  recency: z.enum(['day', 'week', 'month', 'year']).optional(),
} satisfies OptionsShape<PerplexityOptions>)

const searchSchema = z.object({
  type: z.literal('search_results'),
  results: z.array(z.object({ title: z.string().nullish(), url: z.string() })),
})
const messageSchema = z.object({
  type: z.literal('message'),
  content: z.array(z.object({ type: z.string(), text: z.string().optional() })),
})
const responseSchema = z.object({
  status: z.string(),
  error: z.object({ message: z.string() }).nullish(),
  output: z.array(z.unknown()).default([]),
})

const insightSchema = z.object({
  text: z.string(),
  citations: z.array(z.object({ name: z.string(), url: z.string() })),
})

const instructions =
  'Search the web before you response. Answer from what you found alone, in plain words, with figures and their dates. ' +
  'What you could not find, say so.'

/** The timeout of one call: an answer is researched while the caller waits. */
const researchMs = 60_000

/**
 * Makes a source of market research in words from Perplexity's Agent API. Words without a source are a guess: an answer
 * without a search, or without any result, gives no insight.
 *
 * @throws `ValidationError` when an option is wrong.
 * @example
 * ```ts
 * import { perplexity } from '@telltale/adapters/perplexity'
 *
 * const telltale = createTelltale({ storage, adapters: [perplexity({ apiKey: process.env.PERPLEXITY_KEY ?? '' })] })
 * ```
 */
export function perplexity(options: PerplexityOptions): Adapter {
  const { apiKey, id, baseUrl, model, recency } = parseOptions('perplexity', optionsSchema, options)
  const filters = recency && { filters: { search_recency_filter: recency } }
  const callApi = ({ http, signal }: AdapterContext, question: string) =>
    http.request(`${baseUrl.replace(/\/$/, '')}/v1/agent`, {
      trust: 'configured',
      headers: { authorization: `Bearer ${apiKey}` },
      json: { model, instructions, input: question, tools: [{ type: 'web_search', ...filters }] },
      timeoutMs: researchMs,
      signal,
    })
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
        const insight = readAnswer(id, await callApi(context, question))
        if (insight) await context.cache.set('market', key, insight)
        return insight
      },
    },
  }
}

function readAnswer(id: string, response: HttpResponse): Insight | undefined {
  const { status, error, output } = readJson(id, response, responseSchema)
  if (status === 'completed') return readOutput(output)
  throw new AdapterError(`${id} did not complete its answer (${status})${error ? `: ${error.message}` : ''}`)
}

function readOutput(output: readonly unknown[]): Insight | undefined {
  const citations = new Map<string, FactSource>()
  const texts: string[] = []
  for (const item of output) {
    for (const { title, url } of searchSchema.safeParse(item).data?.results ?? [])
      if (URL.canParse(url)) citations.set(url, { name: title?.trim() || new URL(url).host, url })
    for (const { type, text } of messageSchema.safeParse(item).data?.content ?? [])
      if (type === 'output_text' && text) texts.push(text)
  }
  const text = texts.join('\n\n').trim()
  return text === '' || citations.size === 0 ? undefined : { text, citations: [...citations.values()] }
}
