import type { Availability } from '@telltale/core/ports'

const names: readonly Availability[] = [
  'BackOrder',
  'Discontinued',
  'InStock',
  'InStoreOnly',
  'LimitedAvailability',
  'MadeToOrder',
  'OnlineOnly',
  'OutOfStock',
  'PreOrder',
  'PreSale',
  'Reserved',
  'SoldOut',
]

/** Names that shops write instead in product feeds and meta tags. */
const otherNames: readonly (readonly [string, Availability])[] = [
  ['available', 'InStock'],
  ['availablefororder', 'BackOrder'],
  ['limitedstock', 'LimitedAvailability'],
  ['oos', 'OutOfStock'],
  ['unavailable', 'OutOfStock'],
]

const byName = new Map([...names.map((name) => [name.toLowerCase(), name] as const), ...otherNames])

/** Parses a schema.org name of an availability: `InStock`, `in_stock`, `in stock`, `https://schema.org/InStock`. */
export function readAvailability(text: string): Availability | undefined {
  const word = text
    .trim()
    .replace(/^(?:https?:)?(?:\/\/)?(?:www\.)?schema\.org\/(?:ItemAvailability[#/])?/i, '')
  return word.length > 40 ? undefined : byName.get(word.toLowerCase().replace(/[\s_-]/g, ''))
}

/** The words of a note that begins by saying that something is gone, in many languages. */
const soldOut = startOf(`
currently unavailable|temporarily (?:unavailable|out of stock)|unavailable|not available|no longer available|out[- ]of[- ]stock|sold out
ausverkauft|nicht (?:mehr )?(?:verfügbar|lieferbar|vorrätig|auf lager)|vergriffen|épuisé|indisponible|rupture de stock|en rupture|non disponible
agotado|no disponible|sin (?:stock|existencias)|fuera de stock|esgotado|indisponível|sem estoque|esaurito|non disponibil[ei]
uitverkocht|niet (?:op voorraad|leverbaar)|slutsåld|slut i lager|ej i lager|udsolgt|ikke på lager|utsolgt|loppuunmyyty|loppu varastosta
brak w magazynie|niedostępn[ya]|wyprzedan[ye]|chwilowo niedostępn\\p{L}*|vyprodáno|není skladem|nedostupn\\p{L}*|elfogyott|nincs (?:raktáron|készleten)
stoc epuizat|indisponibil\\p{L}*|tükendi|stokta yok|εξαντλ\\p{L}*|μη διαθέσιμο|нет в наличии|распродано|немає в наявності|няма наличност|изчерпан\\p{L}*
在庫切れ|在庫なし|品切れ|売り切れ|完売|缺货|售罄|无货|缺貨|품절|일시품절|hết hàng|สินค้าหมด|stok habis|habis terjual|غير متوفر|نفد|نفذ|ناموجود|אזל|स्टॉक में नहीं|उपलब्ध नहीं`)

const inStock = startOf(`
(?:currently |now )?in[- ]stock|(?:only |just )?\\d+ (?:left|in stock|available)|only \\d+ left|available(?: (?:now|immediately|instantly|today|for (?:delivery|shipping)|to ship)|[.!]?$)
ready to ship|usually (?:ships|dispatched)|ships (?:today|tomorrow|in|within)|auf lager|(?:sofort |jetzt )?(?:lieferbar|verfügbar|versandfertig)(?! (?:ab|in))|vorrätig
(?:nur )?noch \\d+ (?:stück )?(?:auf lager|verfügbar)|en stock|disponible(?! (?:en|à partir|el))|disponibil[ei](?! (?:in|a partire|dal))|disponibilità immediata|disponível|em estoque|op voorraad|direct leverbaar
i lager|finns i lager|på lager|varastossa|w magazynie|dostępn[ya]|na skladě|skladem|raktáron|készleten|[îi]n stoc|stokta(?: var)?|σε απόθεμα|διαθέσιμο
есть в наличии|в наличии|є в наявності|в наявності|в наличност|在庫あり|在庫有|有货|现货|有貨|현재 재고|재고 있음|còn hàng|มีสินค้า|stok tersedia|متوفر|متاح|موجود|במלאי|स्टॉक में|उपलब्ध`)

const backOrder = startOf('(?:available )?(?:on )?back[- ]?order|nachbestell\\p{L}*')
const preOrder = startOf(
  '(?:available (?:for|to) )?pre[- ]?order|vorbestell\\p{L}*|précommande|reserva anticipada',
)

/** Makes a pattern for a note in lower case that begins with one of some phrases. */
function startOf(phrases: string): RegExp {
  return new RegExp(
    `^(?:${phrases.trim().replaceAll('\n', '|')})(?![\\p{Script=Latin}\\p{Script=Cyrillic}\\p{Script=Greek}])`,
    'u',
  )
}

/** Reads a note for visitors, such as `Availability: In stock`. Only the beginning counts. */
export function readAvailabilityText(text: string): Availability | undefined {
  const said = text
    .toLowerCase()
    .replace(
      /^\W*(?:availability|stock(?: status)?|status|verfügbarkeit|disponibilité|disponibilidad|disponibilità|наличие)\s*:/,
      '',
    )
    .replace(/^[^\p{L}\d]+/u, '')
  if (soldOut.test(said)) return 'OutOfStock'
  if (backOrder.test(said)) return 'BackOrder'
  if (preOrder.test(said)) return 'PreOrder'
  return inStock.test(said) ? 'InStock' : undefined
}
