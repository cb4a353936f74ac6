import { AdapterError } from '@telltale/core'
import { type AdapterContext, defined, type FactSource, type Insight, readJson } from '@telltale/core/ports'
import { z } from 'zod'
import type { PerplexitySettings } from './options.js'

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

/** The timeout of one call: an answer is researched while the caller waits. */
const researchMs = 60_000

/** A question to the API. */
export interface Question {
  /** The question. */
  readonly input: string
  /** The rules of the answer. */
  readonly instructions: string
  /** The JSON schema of the answer. @default words */
  readonly format?: { readonly name: string; readonly schema: object }
}

/**
 * Asks a question. Resolves to `undefined` when the answer names no source: it is a guess then.
 *
 * @throws `AdapterError` when the service refuses or does not complete its answer.
 */
export async function ask(
  { id, apiKey, baseUrl, model, recency }: PerplexitySettings,
  { input, instructions, format }: Question,
  { http, signal }: AdapterContext,
): Promise<Insight | undefined> {
  const filters = recency && { search_recency_filter: recency }
  const response = await http.request(`${baseUrl.replace(/\/$/, '')}/v1/agent`, {
    trust: 'configured',
    headers: { authorization: `Bearer ${apiKey}` },
    json: defined({
      model,
      instructions,
      input,
      tools: [defined({ type: 'web_search', filters })],
      response_format: format && { type: 'json_schema', json_schema: { ...format, strict: true } },
    }),
    timeoutMs: researchMs,
    signal,
  })
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
