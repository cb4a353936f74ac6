/**
 * The share of a car's value below which a price is hardly that of a sound car. Of auctioned cars 1.1 % were sold for
 * less, of dealers' asking prices 0.1 %; of private ones 2 % ask less, most of them instalments and placeholders.
 */
export const floorShare = 0.4
