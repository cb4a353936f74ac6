import { isPeriod, type TextOrigin } from './local-words.js'

/**
 * A role that words give to the amount beside them:
 *
 * - `from`, `up-to`, `per-unit`, `multi-buy`, `discount`, `surcharge`, `was`: as the flags of the same names
 * - `now`: the price that is asked today
 * - `net`: the price without its tax
 * - `over`: a threshold, also a lower bound
 * - `between`: the lower end of a range
 * - `of`: a lower bound, a former price or nothing, by what follows (`de 10 a 20`, `de 20 por 10`)
 */
export type PriceRole =
  | 'from'
  | 'up-to'
  | 'per-unit'
  | 'multi-buy'
  | 'discount'
  | 'surcharge'
  | 'was'
  | 'now'
  | 'net'
  | 'over'
  | 'between'
  | 'of'

/** The kind of a word: a role, something for nothing, or a word to look past. */
type WordKind = PriceRole | 'free' | 'free-delivery' | 'filler'

/**
 * The words of shops in the largest markets, by what they say about an amount: before it (`<`), after it (`>`) or on both
 * sides. They are in small letters without dots; a star stands for any ending, `_` for a space.
 */
const table = `
<from from start* begin* low ab dès partir* desde da dari vanaf från fra alk* od от від από mulai từ min mínim* من ابتداء* يبدأ تبدأ החל מ เริ่มต้น เริ่ม เริ่มที่ de_la
>from onwards and_up or_more 起 から より 以上 부터 이상 itibaren başlayan tól től से_शुरू
<over over above least orders mindest* moins menos oltre boven minst över nad plus acima yli powyżej peste άνω trên
<up-to up under below most max* bis jusqu hasta até fino tot do maks* до έως hingga đến massim* máxim* 最大 最高 최대 حتى
>up-to or_less まで 以下
<per-unit per unit grundpreis 月 月額 每月 年額 월 연
>per-unit each pp ต่อ kilo* unidad* unité pièce pieza pezzo stuk
per-unit mtl mensu* mensi* mensal* annu* anual* jähr* wöch* miesięcz* rocz* měsíčn* ročn* ежемесяч* ежегодн* щоміс* daily aylık yıllık hó év
<multi-buy emi instal* payments raten mensualités cuotas parcelas rate termijnen rat splát* платеж* fois taksit* cicilan 分期
<discount sav* spar* ersparnis économ* ahorr* econom* rispar* bespaar* säästä* oszczęd* ušetř* эконом* hemat giảm ลด وفر trade_in 省 减
discount cashback coupon* voucher* gift rabat* gutschein* remise* réduc* descuento* desconto* cup* sconto buono korting* kupon* zniżk* slev* kedvezmény reducere скидк* купон* кэшбэк знижк* indirim クーポン 割引 优惠 優惠 折 할인 쿠폰 ส่วนลด diskon خصم הנחה छूट
>discount off savings credit 引 オフ
surcharge deliver* shipping postage deposit versand* liefer* pfand livraison port consigne envío* frete spediz* verzend* frakt* fragt* toimitus* dostaw* wysyłk* kaucj* doprav* szállít* livrare достав* kargo 送料 运费 運費 배송 ongk* شحن توصيل משלוח
<was was reg* rrp msrp mrp orig* compare* previous* before retail value instead_of reduced_from old normal* list* statt uvp bisher vorher war früher lieu conseillé ancien* avant antes anterior pvpr lugar era invece consigliato prima adviesprijs ord* tidigare før* vejl ennen ovh norm było zamiast stara původn* běžná eredeti* vechi стар* был* вместо було eski 通常価格 定価 参考価格 前 希望小売価格 αρχική 定价 原价 原價 정가 السابق במקום gốc ปกติ ราคาเต็ม
<now now sale our deal special current today dropped reduced down jetzt nur neu* aktuel* maintenant promo* ahora oferta actual por agora ora scontato voor nu nå nyt teraz jest nyní nová akc* új acum сейчас стало нов* зараз yeni τώρα τελική slechts seulement 今 セール価格 特価 现价 特价 特價 판매가 할인가 الحالي khuyến_mãi พิเศษ ลดเหลือ เหลือ
<net 税抜 税別 netto hors
>net ht ex_vat exc_vat excl_vat ex_gst netto
<between between from entre tra fra zwischen tussen mellan mellom między mezi между між von de od от від da
<of de van von da från fra from от од od
free free gratis kostenl* gratuit* grátis zdarma darmo* бесплатн* безкоштовн* ücretsiz ingyen* ilmai* δωρεάν 無料 免费 免費 무료 miễn مجان* ฟรี חינם bezpłatn* bedava fri
free-delivery versandkostenfrei* 送料無料 包邮 免运 免運 무료배송 ส่งฟรี
filler price* prei* prix pris precio preço prezzo cena цена ціна ár fiyat* harga giá السعر only at of to de di à a for as zu po по x p fee cost* phí za kun sie solo plus zzgl chỉ uk`

/** The words on one side of an amount, and the stems of further ones, with what they say. */
interface Words {
  readonly exact: ReadonlyMap<string, readonly WordKind[]>
  readonly stems: ReadonlyMap<string, readonly WordKind[]>
}

const [wordsBefore, wordsAfter] = /* @__PURE__ */ (['>', '<'] as const).map(readWords) as [Words, Words]

/** Reads the table without the lines for the other side. */
function readWords(otherSide: '<' | '>'): Words {
  const [exact, stems] = [new Map<string, WordKind[]>(), new Map<string, WordKind[]>()]
  for (const line of table.slice(1).split('\n')) {
    if (line.startsWith(otherSide)) continue
    const [head = '', ...entries] = line.replace(/^[<>]/, '').split(' ')
    for (const entry of entries) {
      const map = entry.endsWith('*') ? stems : exact
      const key = entry.replace('*', '').replace('_', ' ')
      map.set(key, [...(map.get(key) ?? []), head as WordKind])
    }
  }
  return { exact, stems }
}

/** The length of the shortest and the longest stem. */
const [minStem, maxStem] = [2, 17]

const none: readonly never[] = []

/** Returns what a word says. */
function kindsOf(word: string, { exact, stems }: Words): readonly WordKind[] {
  let kinds = exact.get(word)
  for (let length = Math.min(word.length, maxStem); !kinds && length >= minStem; length--)
    kinds = stems.get(word.slice(0, length))
  return kinds ?? none
}

/** Splits the text beside an amount into words, without dots, quotes and the placeholders of currencies. */
export const wordsOf = (text: string): readonly string[] =>
  text
    .toLowerCase()
    .replace(/[."“”*\uE000-\uF7FF]+/g, '')
    .split(/[ '’:;,()[\]|!?~+>=<-]+/)
    .filter((each) => each !== '')

const notRoles: ReadonlySet<WordKind> = new Set(['free', 'free-delivery', 'filler'])

const rolesAmong = (kinds: readonly WordKind[]): readonly PriceRole[] =>
  kinds.filter((kind): kind is PriceRole => !notRoles.has(kind))

/** The number of words beside an amount that may give it a role. */
const maxWords = 4

/** Returns the roles of the words before an amount: the nearest word with one decides. */
export function rolesBefore(words: readonly string[], origin: TextOrigin): readonly PriceRole[] {
  let weak: readonly PriceRole[] = []
  for (let index = words.length - 1; index >= Math.max(0, words.length - maxWords); index--) {
    const word = words[index] ?? ''
    const kinds = kindsAt(`${words[index - 1]} ${word}`, word, wordsBefore)
    const roles = rolesAmong(kinds)
    // What has a limit may be a saving: `save up to $400`; and what is asked now, the lowest of several: `ab nur 5 €`.
    if (roles[0] === 'now' && wordsBefore.exact.get(words[index - 1] ?? '')?.[0] === 'from')
      return ['from', ...roles]
    if (roles[0] === 'up-to') return [...roles, ...rolesBefore(words.slice(0, index), origin)]
    if (roles.some((role) => role !== 'of' && role !== 'between')) return roles
    if (roles.length > 0) weak = roles
    if (kinds.length === 0) return index === words.length - 1 && isPeriod(word, origin) ? ['per-unit'] : weak
  }
  return weak
}

/** The maximum length of a preposition before a period: `par mois`, `a la semana`. */
const maxPreposition = 5

/** Returns the roles of the words after an amount. */
export function rolesAfter(words: readonly string[], origin: TextOrigin): readonly PriceRole[] {
  for (let index = 0; index < Math.min(maxWords, words.length); index++) {
    const word = words[index] ?? ''
    const kinds = kindsAt(`${word} ${words[index + 1]}`, word, wordsAfter)
    const roles = rolesAmong(kinds)
    if (roles.length > 0) return roles
    if (isPeriod(word, origin)) return ['per-unit']
    if (word.length > maxPreposition) break
  }
  return []
}

/** Returns what a phrase says, else its word, else the characters of that word next to the amount. */
function kindsAt(phrase: string, word: string, words: Words): readonly WordKind[] {
  const said = words.exact.get(phrase) ?? kindsOf(word, words)
  return said.length > 0 ? said : edgeKinds(word, words)
}

/** Scripts that write no spaces between words. */
const unspaced = /[\u0e00-\u0eff\u3040-\u9fff\uac00-\ud7af]/

/** The maximum number of characters of a word in such a script. */
const maxChars = 8

/** Returns what the longest word at the edge of a text without spaces says. */
function edgeKinds(word: string, words: Words): readonly WordKind[] {
  const isBefore = words === wordsBefore
  if (!unspaced.test(isBefore ? word.slice(-1) : word.slice(0, 1))) return none
  for (let length = Math.min(maxChars, word.length - 1); length > 0; length--) {
    const kinds = kindsOf(isBefore ? word.slice(-length) : word.slice(0, length), words)
    if (kinds.length > 0) return kinds
  }
  return none
}

/** Checks whether words say that something costs nothing, and nothing else: `Free!`, `miễn phí`. */
export function isFree(words: readonly string[]): boolean {
  const kinds = words.map((word) => kindsOf(word, wordsBefore))
  return (
    kinds.some((each) => each.includes('free')) &&
    kinds.every((each) => each.includes('free') || each.includes('filler'))
  )
}

/** Checks whether words speak of delivery for nothing: `free UK delivery`, `Livraison gratuite`. */
export function isFreeDelivery(words: readonly string[]): boolean {
  const kinds = words.map((word) => [...kindsOf(word, wordsBefore), ...edgeKinds(word, wordsBefore)])
  return kinds.some(
    (each, index) =>
      each.includes('free-delivery') ||
      (each.includes('free') &&
        kinds.slice(Math.max(0, index - 2), index + 3).some((near) => near.includes('surcharge'))),
  )
}
