import { attributeMatcher } from '../../parse/attribute-matcher.js'
import { isElement, type PageElement } from '../../parse/nodes.js'
import type { Page } from '../../parse/page.js'
import { textOf } from '../../parse/text.js'

/** Words in names and classes of controls that put something into a basket. */
const buyNames =
  /add[-_ ]?to[-_ ]?(?:cart|basket|bag|trolley)|buy[-_ ]?(?:now|button|btn)|cart[-_]?add|btn[-_]?(?:buy|cart)/i

/**
 * The beginnings of what buy buttons say, in the languages of the larger markets. Only a whole text that begins so counts:
 * `Open the basket` and `Why buy here?` are no buy buttons.
 */
const buyTexts = startOf(`
add (?:it )?to (?:my |your |the )?(?:shopping )?(?:cart|basket|bag|trolley)|buy (?:it )?now|buy at|buy$|order now|purchase$|pre-?order(?: now)?$
in (?:den |die |meinen )?(?:warenkorb|einkaufswagen|einkaufstasche)|(?:jetzt|sofort)[ -]?kaufen|jetzt bestellen|zum warenkorb hinzufügen
ajouter (?:au|à mon) panier|acheter(?: maintenant)?$|commander$|mettre dans le panier
añadir (?:al carrito|a la cesta|al carro|a la bolsa)|agregar (?:al|a mi) carr(?:ito|o)|comprar(?: ahora| ya)?$|comprar agora$
adicionar (?:ao carrinho|à sacola|ao cesto)|adicionar$|aggiungi al(?:la)? (?:carrello|borsa)|acquista(?: ora)?$|compra(?: ora)?$
in (?:mijn |de )?(?:winkelwagen|winkelmand(?:je)?)|(?:nu )?bestellen$|voeg toe aan|toevoegen aan winkel
lägg i (?:varukorg\\p{L}*|kundvagn\\p{L}*)|köp(?: nu)?$|læg i (?:indkøbs)?kurv\\p{L}*|køb(?: nu)?$|legg i (?:handle)?(?:kurv|vogn)\\p{L}*|kjøp(?: nå)?$|lisää (?:osto)?kori\\p{L}*|osta(?: nyt)?$
do koszyka|dodaj do koszyka|kup (?:teraz|i)|(?:vložit |přidat |pridať |vložiť )?do koší[kč]\\p{L}*|koupit$|kúpiť$|kosárba|megveszem|a kosárba
adaug[ăa] [îi]n co[șşs]|cump[ăa]r[ăa](?: acum)?$|(?:dodaj )?u (?:košaricu|korpu)|dodaj v košarico|lisa (?:ostu)?korvi|pievienot grozam|į krepšelį
в корзину|(?:добавить|положить) в корзину|купить(?: сейчас| в \\p{L}+| за \\p{L}+)?$|заказать$|(?:додати )?(?:до|в|у) кошик\\p{L}*|купити$|(?:добави )?в количка\\p{L}*|купи(?: сега)?$|себетке|savatga
προσθήκη στο καλάθι|στο καλάθι|αγορά(?: τώρα)?$|sepete (?:ekle|at)|satın al|hemen al|səbətə
(?:أضف|اضف|إضافة|اضافة|أضيفي) (?:إلى|الى|ل|في)? ?(?:ال|لل)?(?:سلة|سله|عربة|عربه|حقيبة)|اشتر[يِ]? الآن|اشتري الان|شراء(?: الآن)?$|اطلب الآن|افزودن به سبد|خرید$|הוס[ףי]ה? ל(?:סל|עגלה)|קנה עכשיו|לרכישה$
カート(?:に|へ)|かごに|買い物かご|バッグに|(?:今すぐ)?(?:購入|注文)(?:する|手続き)?|加入(?:购物车|購物車|购物袋)|立即(?:购买|購買)|放入購物車|장바구니|구매하기|바로 ?구매
thêm vào giỏ|mua ngay|mua$|(?:เพิ่ม|หยิบ)(?:ลง|ใส่|สินค้า|ใน)*(?:ตะกร้า|รถเข็น)|ซื้อ(?:เลย|ทันที)?|(?:masukkan|tambah(?:kan)?) ke (?:keranjang|troli)|\\+ ?keranjang|beli(?: sekarang)?$|tambah ke troli
कार्ट में|अभी खरीद|खरीदें`)

/** Makes a pattern for a text in lower case that begins with one of some phrases. */
function startOf(phrases: string): RegExp {
  return new RegExp(`^(?:${phrases.trim().replaceAll('\n', '|')})`, 'u')
}

/** The maximum length of the text of a buy button, in characters. */
const maxButtonChars = 40

const isBuyText = (text: string): boolean =>
  text.length < maxButtonChars && buyTexts.test(text.toLowerCase().replace(/^[^\p{L}+]+/u, ''))

const controls = new Set(['button', 'input', 'a', 'form'])

/** Checks for an element whose only text is that of a buy button: some shops make buttons of any element. */
function isTextButton({ firstChild, next, prev }: PageElement): boolean {
  if (!firstChild || isElement(firstChild) || firstChild.next || (next && prev)) return false
  return isBuyText(firstChild.data.trim())
}

const isNamedForBuying = /* @__PURE__ */ attributeMatcher(buyNames)

/** Checks for a control whose names tell that it buys, which is the fastest to tell. */
const isNamedButton = (element: PageElement): boolean =>
  controls.has(element.name) && isNamedForBuying(element)

/** Checks for an element that puts something into a basket. */
export function isBuyButton(element: PageElement): boolean {
  if (!controls.has(element.name)) return isTextButton(element)
  if (isNamedForBuying(element)) return true
  const { name = '', value = '', title = '' } = element.attributes
  const said = [value, title, element.name === 'form' ? '' : textOf(element, maxButtonChars)]
  return buyNames.test(name.slice(0, 200)) || said.some(isBuyText)
}

/** Checks whether the page has a button that puts something into a basket. */
export const hasBuyButton = ({ visible }: Page): boolean =>
  visible.some(isNamedButton) || visible.some(isBuyButton)
