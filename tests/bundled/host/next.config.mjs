// PGlite finds its files by its own address, so that a bundle leaves it out.
export default { serverExternalPackages: ['@electric-sql/pglite'] }
