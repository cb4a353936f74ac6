/** A place: `[longitude, latitude]` in degrees. */
export type Place = readonly [number, number]

/** The mean radius of the earth in miles: 6,371 km. */
const earthRadiusMiles = 3_958.8

/** Computes the distance of two places by the haversine formula: R. W. Sinnott, Sky and Telescope 68 (1984). */
export function milesBetween([longitude, latitude]: Place, [otherLongitude, otherLatitude]: Place): number {
  const radians = (degrees: number) => (degrees * Math.PI) / 180
  const half = (a: number, b: number) => Math.sin(radians(b - a) / 2) ** 2
  const chord =
    half(latitude, otherLatitude) +
    Math.cos(radians(latitude)) * Math.cos(radians(otherLatitude)) * half(longitude, otherLongitude)
  return 2 * earthRadiusMiles * Math.asin(Math.min(1, Math.sqrt(chord)))
}
