/** The size of a body as it came over the connection. */
export interface ReceivedBody {
  /** The bytes that the connection delivered since the headers. */
  readonly wireBytes: number
  /** The bytes of the body among them. */
  readonly bodyBytes: number
  /** The number of pieces that the body came in. */
  readonly pieces: number
}

/** The bytes on the wire, and the pieces, up to which any framing is accepted: short bodies may come in any form. */
const exemptWireBytes = 100_000
const exemptPieces = 10_000

/** The maximum share of framing, such as chunk sizes and their extensions, in what comes over the wire. */
const maxFramingShare = 0.8

/** The minimum mean length of a piece. */
const minPieceBytes = 16

/**
 * Returns the reason, in words, why a body is refused: it costs its reader far more than it is long. One in chunks of a
 * byte, each with a long extension, would take gigabytes on the wire within its limit. Returns `undefined` for all others.
 */
export function framingProblem({ wireBytes, bodyBytes, pieces }: ReceivedBody): string | undefined {
  if (wireBytes > exemptWireBytes && bodyBytes < (1 - maxFramingShare) * wireBytes)
    return `comes with more framing than content: ${bodyBytes} of ${wireBytes} bytes`
  if (pieces > exemptPieces && bodyBytes < minPieceBytes * pieces)
    return `comes in pieces that are too small: ${bodyBytes} bytes in ${pieces}`
  return undefined
}
