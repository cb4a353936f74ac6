/** How far two places are from each other. */
export interface Distance {
  /** As the crow flies. */
  readonly straightMiles: number
  /** By road, as far as the source knows or estimates it. */
  readonly roadMiles: number
  /** Whether a place is known by its surroundings alone, so that the distance may be off by some miles. */
  readonly isApproximate: boolean
}
