/** The words of headings of searches and categories, in the languages of the larger markets. */
const resultsHeading = new RegExp(
  `
(?:search )?results? (?:for|found|of your search)|search results|you searched for|no results|showing \\d+ ?(?:-|–|to|of) ?\\d+|view all .{1,60} (?:ads|listings|offers)
(?:such)?ergebnisse?n? (?:für|zu|gefunden)|suchergebnis|treffer (?:für|zu)|résultats? (?:pour|de (?:la )?recherche|trouvés?)
resultados? (?:para|de (?:la |tu )?búsqueda|da (?:busca|pesquisa)|encontrados)|risultati (?:per|della ricerca|di ricerca)|ricerca di|zoekresultaten|resultaten voor
wyniki (?:wyszukiwania|dla)|výsledky (?:vyhledávání|hledání|vyhľadávania|pro)|keresési (?:eredmény|találat)|találat(?:ok)? (?:a|erre)
rezultatele (?:căutării|pentru)|rezultati (?:pretrage|iskanja)|sökresultat|søgeresultat|søkeresultat|hakutulokset|arama sonuçlar|için sonuçlar
результат\\p{L}* (?:поиска|пошуку)|найдено \\d|знайдено \\d|резултати от търсене|αποτελέσματα (?:αναζήτησης|για)|نتائج (?:البحث|ل)|نتيجة
検索結果|の検索|搜索结果|搜尋結果|검색 ?결과|ผลการค้นหา|kết quả tìm kiếm|hasil pencarian|खोज परिणाम
^\\W*\\d[\\d.,'’ ]*\\+? (?:products?|items?|articles?|artikel|produkte?r?|produits?|productos?|artículos?|prodott[oi]|artikelen|producten|produtos?|produkt(?:y|ów|ů)|товар\\p{L}*|listings|ads)(?: (?:found|gefunden|trouvés?|encontrados|trovati))?\\W*$
`
    .trim()
    .replaceAll('\n', '|'),
  'iu',
)

/** A heading of a list of things. */
export interface ResultsHeading {
  /** The number of things that it states; absent when it states none. */
  readonly count?: number
}

/** Reads a heading or a title that calls the page a search or a list, such as `2,100+ results for ski`. */
export function readResultsHeading(text: string): ResultsHeading | undefined {
  const said = text.replace(/\s+/g, ' ').trim().slice(0, 200)
  if (!resultsHeading.test(said)) return undefined
  const digits = /\d[\d.,'’\s]*/.exec(said)?.[0].replace(/\D/g, '') ?? ''
  return digits !== '' && digits.length < 9 ? { count: Number(digits) } : {}
}
