import { z } from 'zod'
import {
  type Notice,
  type NoticeReader,
  type RenderedMessage,
  type RenderOptions,
  renderNotice,
} from '../alerting/index.js'
import { ValidationError } from '../errors/index.js'
import { defined, type OptionsShape } from '../options/index.js'
import { parseOptions } from '../ports/index.js'

const readerSchema = z.strictObject({
  language: z.string().max(100).optional(),
  timeZone: z.string().max(100).optional(),
} satisfies OptionsShape<NoticeReader>)

/**
 * Renders a notice that a host made.
 *
 * @throws `ValidationError` when the notice lacks what its kind has.
 */
export function previewNotice(
  notice: Notice,
  { reader = {}, words, template }: Pick<RenderOptions, 'reader' | 'words' | 'template'>,
): RenderedMessage {
  const call = 'alerts.preview'
  const checked = defined(parseOptions(call, readerSchema, reader))
  try {
    return renderNotice(notice, { reader: checked, ...defined({ words, template }) })
  } catch (cause) {
    const message = `expected a notice with the members of its kind, such as { kind: 'test', at: 0 }`
    throw new ValidationError(call, [{ path: 'notice', message }], { cause })
  }
}
