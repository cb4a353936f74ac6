import { hostilePages } from '../hostile-pages.js'
import type { Attack } from '../stage.js'

/** The attacks by product pages of 5 MB. */
export const pageAttacks: readonly Attack[] = [
  {
    name: 'pages',
    what: `5 MB of hostile HTML, in ${Object.keys(hostilePages).length} forms`,
    run: async (stage) => {
      for (const kind of Object.keys(hostilePages))
        stage.track(`page/${kind}`, 1, () => `${kind}-hostile.example`)
    },
  },
  ...Object.keys(hostilePages)
    .filter((kind) => kind !== 'plain')
    .map((kind) => ({
      name: `page-${kind}`,
      what: `5 MB of ${kind}`,
      run: async (stage: Parameters<Attack['run']>[0]) =>
        stage.track(`page/${kind}`, 3, (index) => `${kind}-${index}.example`),
    })),
]
