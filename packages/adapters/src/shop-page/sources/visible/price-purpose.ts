import { ancestorsOf } from '../../parse/ancestors.js'
import type { PageElement } from '../../parse/nodes.js'
import { textBefore, textOf } from '../../parse/text.js'

/** The condition under which a price beside the product holds: not everyone pays it, or not for the whole product. */
export type PricePurpose = 'member' | 'coupon' | 'subscribe' | 'instalment' | 'unit'

/** Words of a price that only members pay, or those who sign in or hold a card. */
const memberWords =
  /(?:members?|mitglied(?:er|s)?|rewards?|loyalty|club|clubcard|prime|insider|vip|card ?holders?|app|membres?|adhérents?|socios?|soci|leden|medlems?|klub\p{L}*)[\s'’-]*s?[\s'’-]*(?:only|exclusive|price|pricing|preis|pris|prix|precio|prezzo|prijs|cena|cen[aeuy]|deal|offer|angebot)|(?:price|preis|prix|precio|prezzo|prijs|pris|cena|цена) (?:for|für|pour(?: les)?|para|per i|voor|för|pro|для) (?:our )?(?:\p{L}+ )?(?:members?|mitglieder|adhérents|membres|socios|soci|leden|medlemmar|členy|участников)|(?:for|für|pour les|only) (?:members|mitglieder|membres|adhérents)|(?<!\p{L})(?:with|mit|avec|con|met|med|s|по|с) (?:\p{L}+ ){0,2}(?:membership|mitgliedschaft|(?:(?:club|loyalty|bonus|store|credit|reward)[- ]?)?(?:card|karte|carte|tarjeta|carta|kaart|kort|kartou|карт\p{L}+))|会员(?:专享)?价|會員(?:專屬)?價|회원 ?(?:전용 ?)?가|멤버십 ?(?:전용 ?)?가|会員(?:様)?価格|メンバー価格|سعر (?:الأعضاء|العضوية)|قیمت (?:ویژه )?اعضا|ممبر(?:ز)? (?:کی )?قیمت|सदस्य(?:ों (?:का|के लिए))? ?(?:मूल्य|कीमत|दाम)|সদস্য(?:দের)? (?:মূল্য|দাম)|உறுப்பினர் விலை|సభ్యుల ధర|ราคาสมาชิก|giá (?:thành|hội) viên|harga (?:member|anggota|ahli)|üye(?:lere|lerimize)? (?:özel )?fiyat\p{L}*|kart(?:lı| ile)? fiyat\p{L}*|цена (?:по карте|участника)|клубная цена|ціна (?:для учасників|за карткою)|cena (?:klubowa|dla klubowicz\p{L}*)|preço (?:de )?(?:sócio|membro)|klubová cena/iu

/** Words that ask to sign in right before a price: the next price is for those who did. */
const signInWords =
  /(?<!\p{L})(?:(?:sign|log)[- ]?(?:in|up)|join|rewards?|anmelden|einloggen|connectez|inicia(?:r)? sesión|accedi|inloggen|logga in|войти|войдите|увійти|zaloguj\p{L}*|entrar|giriş yap\p{L}*|đăng nhập|masuk|تسجيل الدخول|سجل الدخول|وارد شوید)(?!\p{L})|登[录錄入]|ログイン|로그인|लॉग ?इन|লগ ?ইন|เข้าสู่ระบบ/iu

/** Words of a price after a coupon or a code. */
const couponWords =
  /(?:use|with|apply|enter|redeem|mit|avec|con|met)(?: the| your| dem| le| el)?(?: promo| discount| coupon)? code(?!\p{L})|(?<!\p{L})(?:coupon|voucher|promo ?code|gutschein\p{L}*|rabattcode|aktionscode|code promo|bon de réduction|cupón|cupom|código (?:de|promocional)|codice sconto|kortingscode|rabattkod\p{L}*|kod(?:em)? rabatow\p{L}*|промокод\p{L}*|купон\p{L}*|slevov\p{L}+ kód\p{L}*|mã giảm|phiếu giảm|kode promo|kupon\p{L}*|indirim kodu)|クーポン|优惠[券碼码]|優惠[券碼]|券后|券後|쿠폰|كود (?:ال)?خصم|كوبون|قسيمة|کد تخفیف|کوپن|कूपन|কুপন|கூப்பன்|కూపన్|คูปอง|โค้ด/iu

/** Words of a price for those who subscribe to deliveries. */
const subscribeWords =
  /(?<!\p{L})(?:subscri(?:be|ber|ption)|autoship|auto[- ]?(?:delivery|refill|replenish)|repeat delivery|spar-?abo|im abo(?!\p{L})|abonnement|abonnez|suscr[ií]b\p{L}*|suscripción|assinatura|abbonamento|prenumer\p{L}*|подписк\p{L}*|передплат\p{L}*|subskrypc\p{L}*|abonel\p{L}*|(?:ber)?langganan|اشتراک|اشتراك)|定期便|定期おトク|정기 ?배송|구독|订阅|訂閱|सब्सक्रिप्शन|đặt định kỳ/iu

/** Words of one of several payments, or of a monthly one. */
const instalmentWords =
  /\/ ?mo(?:nth)?(?!\p{L})|(?:per|a|each) month|(?<!\p{L})monthly|(?<!\p{L})mo\.|mtl\.|pro monat|monatlich|im monat|par mois|\/ ?mois|al mes(?!\p{L})|\/ ?mes(?!\p{L})|mensual\p{L}*|al mese|\/ ?mese|mensil\p{L}*|(?:ao|por) mês|per maand|per månad|\/ ?(?:mån|mnd|md|mies|hó|мес)|miesięcznie|měsíčně|mesačne|havonta|в месяц|на місяць|شهري|ماهانه|每月|分期|月々|分割|할부|개월|प्रति माह|किस्त|ผ่อน|ต่อเดือน|trả góp|mỗi tháng|per bulan|cicilan|ayda(?!\p{L})|taksit|تقسيط|اقساط|instal+ments?(?!\p{L})|ratenzahlung|(?<!\p{L})raten(?!\p{L})|cuotas?(?!\p{L})|parcelas?(?!\p{L})|mensualités?|taksit|рассрочк\p{L}*|(?<!\p{L})emi(?!\p{L})|interest[- ]free|klarna|afterpay|(?<!\p{L})affirm(?!\p{L})|clearpay|(?<!\d)\d{1,2} ?[x×](?: de| of| á| von)?\s*$/iu

/** A measure right after a price. */
const unitAfter =
  /^\s*[)*]?\s*(?:\/|per(?!\p{L})|pro(?!\p{L})|je(?!\p{L})|por(?!\p{L})|par(?!\p{L})|al?(?!\p{L})|за(?!\p{L}))\s*(?:\d[\d.,]*\s*)?(?:[km]?g|[mcd]?l|oz|lbs?|lit(?:er|re)s?|kilo\p{L}*|gram\p{L}*|stk|stück|st|pi[eè]ces?|pcs?|units?|unidad|unité|count|ct|each|sheets?|meter|metre|m²?|m2|sq\p{L}*|fl|pound|ounce|dose|wash|load|serving|blatt|rolle)(?!\p{L})/iu

const unitBefore =
  /(?:\d[\d.,]*\s*(?:[km]?g|[mcd]?l|oz|lbs?|stk|stück|st|pcs?|m²?)\s*=|grundpreis|prix au (?:kg|kilo|litre)|unit price|price per (?:unit|\p{L}+))\s*:?\s*[^\p{L}\d]*$/iu

/** Attribute words of elements that hold such a price. */
const purposeByAttribute: readonly (readonly [PricePurpose, RegExp])[] = [
  ['subscribe', /\b(?:subscri\w*|sns|autoship)\b/i],
  ['member', /\b(?:members?|membership|loyalty|club|rewards?|vip)\b/i],
  ['coupon', /\b(?:coupons?|vouchers?|promo ?code)\b/i],
  ['instalment', /\b(?:instal+ments?|emi|financ\w*|monthly|affirm|klarna|afterpay)\b/i],
  ['unit', /\bunit|\bper\b|pangv|base ?price|grundpreis/i],
]

const purposeByText: readonly (readonly [PricePurpose, RegExp])[] = [
  ['subscribe', subscribeWords],
  ['coupon', couponWords],
  ['member', memberWords],
  ['instalment', instalmentWords],
]

/** The maximum length of the text before or after a price that may say what it is for, in characters. */
const maxLabelChars = 60

/** The maximum length of the text of an element around a price and its label, in characters. */
const maxAroundChars = 120

/** A number that is an amount, and not a part of a code such as `NEW30`. */
const amountAhead = /^.*(?:^|[\s\p{Sc}(])\d[\d.,]*/su

const knownPurposes = new WeakMap<PageElement, PricePurpose | 'none'>()

/**
 * Returns the condition of a price by the words around it: the text right before and after it as far as the next amount,
 * and the names of the elements that hold it alone. Absent when everyone pays it.
 *
 * @param text - the text of the element.
 */
export function pricePurposeOf(element: PageElement, text: string): PricePurpose | undefined {
  const known = knownPurposes.get(element) ?? findPurpose(element, text) ?? 'none'
  knownPurposes.set(element, known)
  return known === 'none' ? undefined : known
}

function findPurpose(element: PageElement, text: string): PricePurpose | undefined {
  const before = textBefore(element, maxLabelChars).replace(amountAhead, '')
  const { after, isClosed } = textAfter(element, text)
  const said = findPurposeInText(before, text, { after, isClosed })
  if (said) return said
  // An element with other amounts holds more than this price.
  const alone = ancestorsOf(element, 2).filter(
    (around) => textOf(around, maxAroundChars).replace(/\D/g, '') === text.replace(/\D/g, ''),
  )
  const names = [element, ...alone].map(({ tag }) => tag.words).join(' ')
  return purposeByAttribute.find(([, words]) => words.test(names))?.[0]
}

/** Returns the purpose that the words around a price name. */
function findPurposeInText(
  before: string,
  text: string,
  { after, isClosed }: ReturnType<typeof textAfter>,
): PricePurpose | undefined {
  // Most prices stand alone.
  if (!/[\p{L}×]/u.test(`${before}${text}${after}`)) return undefined
  if (unitAfter.test(after) || unitBefore.test(before)) return 'unit'
  if (signInWords.test(`${before} ${text}`)) return 'member'
  const said = `${before} ${text} ${isClosed ? '' : after}`
  return purposeByText.find(([, words]) => words.test(said))?.[0]
}

/**
 * Returns the text right after an element within its parent. Words between two amounts belong to the second, save a measure;
 * `isClosed` tells that such an amount follows.
 */
function textAfter(
  { parent }: PageElement,
  text: string,
): { readonly after: string; readonly isClosed: boolean } {
  const around = parent ? textOf(parent, 2 * maxAroundChars) : ''
  const at = around.indexOf(text)
  const rest = at < 0 ? '' : around.slice(at + text.length)
  const after = rest.slice(0, maxLabelChars).replace(/\s\p{Sc}?\d.*$/su, '')
  return { after, isClosed: /\d/.test(rest.slice(after.length)) }
}
