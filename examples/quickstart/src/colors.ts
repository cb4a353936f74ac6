import { createColors } from 'picocolors'

/** The colors of the output: on a terminal that supports them. Piped output is plain, also in continuous integration. */
export const colors = createColors(Boolean(process.stdout.isTTY) && process.stdout.hasColors())
