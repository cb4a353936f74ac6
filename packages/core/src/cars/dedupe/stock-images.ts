import type { Listing } from '../vehicle/listing.js'
import { decodeVin } from '../vehicle/vin.js'

/** Addresses of images that show no single car: stock photographs, placeholders and logos. */
const stockAddress =
  /stock[-_]?(?:photo|image|img)|\/stock\/|no[-_]?(?:photo|image|img|pic)|placeholder|coming[-_]?soon|photo[-_]?unavailable|default[-_]?(?:car|image|photo|vehicle)|evox|chromedata|izmo|\/(?:logo|watermark)s?[/._-]/i

/** The miles between two readings that one car does not run while it is listed. */
const maxMilesApart = 1_000

/** Finds the images that are of no single car: by their address, or since listings show them that are of two cars. */
export function stockImages(listings: readonly Listing[]): ReadonlySet<string> {
  const firstByImage = new Map<string, Listing>()
  const stock = new Set<string>()
  for (const listing of listings)
    for (const image of listing.images ?? []) {
      const first = firstByImage.get(image)
      if (stockAddress.test(image) || (first && areTwoCars(first, listing))) stock.add(image)
      if (!first) firstByImage.set(image, listing)
    }
  return stock
}

/** Checks whether two listings are surely of two cars. */
function areTwoCars(a: Listing, b: Listing): boolean {
  const [one, other] = [a, b].map(({ vin }) => (vin === undefined ? undefined : decodeVin(vin)?.vin))
  if (one !== undefined && other !== undefined) return one !== other
  if (a.year !== undefined && b.year !== undefined && Math.abs(a.year - b.year) > 1) return true
  const { mileageMiles: miles } = a
  return (
    miles !== undefined && b.mileageMiles !== undefined && Math.abs(miles - b.mileageMiles) > maxMilesApart
  )
}
