import { createColors } from 'picocolors'

/** Colour where a terminal reads it; piped output is plain, in continuous integration too. */
export const colors = createColors(Boolean(process.stdout.isTTY) && process.stdout.hasColors())
