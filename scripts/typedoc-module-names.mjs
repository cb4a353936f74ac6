import { Converter, ReflectionKind } from 'typedoc'

/**
 * Names the modules of the API reference as one imports them: `core/src/latency` is `@telltale/core/latency`.
 *
 * @param {import('typedoc').Application} app
 */
export function load(app) {
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    for (const module of project.getChildrenByKind(ReflectionKind.Module))
      module.name = importName(module.name)
  })
}

/** @param {string} path - the path of an entry, from the folder `packages`. */
const importName = (path) =>
  `@telltale/${path
    .replace('/src', '')
    .replace(/\/index$/, '')
    .replace('/records/tables', '/tables')}`
