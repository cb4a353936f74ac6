/**
 * The signs, abbreviations and words of each currency. A line begins with ISO 4217 codes, the likeliest first; `-` stands
 * for money that has no code. Dots and quotes are left out (`د.إ` stands as `دإ`). Entries in small letters match in any
 * case, entries with a capital match exactly, and a star stands for any ending. A code in small letters is meant only where the locale is of its country. Sources: ISO 4217 list one (SIX, as of 2026-01-01) with kuna and lev, which
 * the euro has replaced; the symbols of Unicode CLDR 47; and the abbreviations in use.
 */
const table = `
USD,CAD,AUD,NZD,SGD,HKD,MXN,ARS,CLP,COP,TWD,BBD,BMD,BND,BSD,BZD,DOP,FJD,GYD,JMD,KYD,LRD,NAD,SBD,SRD,TTD,UYU,XCD,MOP $ dollar* dolar* доллар* долар* dólar*
USD US U$S 美元 美金
AUD A$
CAD,NIO C$
CAD CAN$ cdn$
SGD S$
BRL R$ reais
JMD J$
HKD 港币 港幣 港元
NAD N$
MXN Mex$
TOP T$
TWD NT$ NT 台币 台幣 新台币 新台幣
XCD EC$
DOP RD$
UYU $U
EUR € 欧元 歐元 euro* eura eurų eiro evro* евро ευρώ יורו يورو
GBP £ ￡ 英镑 英鎊
GBP,EGP,LBP pound pounds ₤
JPY,CNY ¥ ￥
JPY yen 円 エン 日元 日圓
CNY yuan rmb 人民币 圆 юан*
CNY,TWD,JPY 元 圓
INR ₹ रुपये रुपए रुपया रूपये
INR,NPR रु
NPR रू नेरू nrs
LKR රු slrs
INR,PKR,LKR,NPR,MUR,SCR rs ₨ re rupee* روپے
SEK,NOK,DKK,ISK kr
SEK kronor
SEK,ISK krona krónur króna
NOK,DKK kroner krone
SEK skr
NOK nkr
DKK dkr
CHF sfr franken
CHF,XOF,XAF,XPF franc*
CHF,XOF,XPF fr
CZK kč korun*
PLN zł zl złot* zlot*
HUF Ft forint*
RON,MDL lei leu
BGN лв лев* leva
HRK kn
RSD дин din dinara динара
MKD ден
BAM KM
ALL lek lekë
UAH ₴ грн гривн* гривен*
RUB ₽
RUB,byn руб рубл* р
rub p
BYN,RUB rbl
BYN,ETB Br
ETB ብር birr
KZT ₸ тг тенге tenge
AZN ₼ manat
GEL ₾ lari ლარი лари
AMD ֏ դր
KGS,UZS som сом
UZS сум сўм Sʻ soʻm so'm
TJS смн ЅM
MNT ₮
TRY ₺ tl
TRY,LBP,SYP lira* لیرا
ILS ₪ nis שח שקל* شج shekel*
SAR رس sr
SAR,QAR,OMR,YER,IRR ريال ريالات ﷼ riyal* rial*
IRR ریال
- تومان toman ₿ BTC ¢ cent cents ct GBp pence коп
QAR رق QR
OMR رع
YER ري
AED دإ درهم
AED,MAD dh dhs dirham* دراهم
MAD دم
KWD دك KD
BHD دب BD
IQD عد دع
JOD دأ دا JD
KWD,IQD,JOD,BHD,LYD,TND,DZD دينار* دنانير dinar*
TND دت DT
DZD دج DA
LYD لد دل
LYD,LRD LD
LBP لل L£
SYP لس
SDG جس
EGP جم LE E£
EGP,SDG جنيه
SOS شص
AFN ؋
MRU UM
ZAR R rand
NGN ₦ naira
GHS ₵ GH₵ cedi*
KES ksh kshs
KES,TZS,UGX shilling*
TZS tsh
UGX ush
XOF,XAF fcfa cfa
BIF fbu
RWF frw RF R₣
DJF fdj
GNF gfr
MGA Ar
ERN nfk
MWK MK
ZMW,PGK,MMK K
ZMW ZK
MMK Ks
BWP,PHP P
SZL E
GMD D
SLE Le
MZN MT
AOA Kz kwz
VUV Vt
KRW ₩ 원 ￦ won 韩元 韓元
VND ₫ đ đồng vnđ
THB ฿ บาท baht
PHP ₱ php
MXN,ARS,CLP,COP,PHP,DOP,UYU,CUP peso*
MYR RM ringgit
IDR rp rupiah
BDT ৳ tk taka টাকা
LAK ₭
KHR ៛
PEN S/ soles
PAB B/
BOB,VES Bs
CRC ₡
PYG ₲ Gs
GTQ Q
HNL L
HTG G
AWG,XCG ƒ
ANG,CUP,TMT,BTN,CDF,CVE,FKP,GIP,KMF,KPW,LSL,MOP,MVR,SHP,SSP,STN,SVC,VED,WST,ZWG`

/** Codes that are also words or units of measure in small letters. They match in capitals only. */
const codesThatAreWords = 'ALL BAM BOB CAD COP CUP GEL MAD MOP PEN SOS TOP TRY'

/** The ISO 4217 codes of the currencies that may be meant, the likeliest first; empty for money that has no code. */
export type CurrencyCodes = readonly string[]

const [codesBySign, codesByStem] = /* @__PURE__ */ readTable()

/** The length of the shortest and the longest stem. */
const [minStem, maxStem] = [3, 12]

function readTable(): readonly [
  signs: ReadonlyMap<string, CurrencyCodes>,
  stems: ReadonlyMap<string, CurrencyCodes>,
] {
  const [bySign, byStem] = [new Map<string, CurrencyCodes>(), new Map<string, CurrencyCodes>()]
  for (const line of table.slice(1).split('\n')) {
    const [head = '', ...signs] = line.split(' ')
    const codes = head.match(/\w+/g) ?? []
    for (const code of codes) {
      if (/[a-z]/.test(code)) continue
      bySign.set(code, [code])
      if (!codesThatAreWords.includes(code)) bySign.set(code.toLowerCase(), [code])
    }
    for (const sign of signs) {
      if (sign.endsWith('*')) byStem.set(sign.slice(0, -1), codes)
      else bySign.set(sign, codes)
    }
  }
  return [bySign, byStem]
}

/** The currencies of the words that were looked up; `null` for those that name none. Texts repeat their words. */
const codesByText = /* @__PURE__ */ new Map<string, CurrencyCodes | null>()

/** The maximum number of words that are kept, and the length of the longest, in characters. */
const [maxKept, maxKeptChars] = [2_000, 12]

/**
 * Returns the currencies that a sign, an abbreviation, a word or an ISO code may mean; `undefined` when it means
 * none.
 */
export function currenciesForSign(sign: string): CurrencyCodes | undefined {
  // A part of a longer text keeps all of that in memory.
  if (sign.length > maxKeptChars) return findCurrencies(sign)
  const known = codesByText.get(sign)
  if (known !== undefined) return known ?? undefined
  const codes = findCurrencies(sign)
  if (codesByText.size < maxKept) codesByText.set(sign, codes ?? null)
  return codes
}

function findCurrencies(sign: string): CurrencyCodes | undefined {
  const key = sign.replace(/[ ."״”]/g, '').replace(/[’‘ʼ]/g, "'")
  // Two capitals beside a sign of several countries are the country, with which the code begins: NZ$, $ CA, CN¥.
  const [, before, symbol = '', after] = /^([A-Z]{2})?([$¥£])([A-Z]{2})?D?$/.exec(key) ?? []
  const country = before ?? after
  const national = country ? codesBySign.get(symbol)?.filter((code) => code.startsWith(country)) : []
  if (national?.length) return national
  const small = key.toLowerCase()
  return (
    codesBySign.get(key) ??
    codesBySign.get(small) ??
    codesBySign.get(small.replaceAll("'", '')) ??
    codesForStem(small)
  )
}

const namesByLanguage = /* @__PURE__ */ new Map<string, Intl.DisplayNames>()

function namesIn(language: string): Intl.DisplayNames {
  const names = namesByLanguage.get(language) ?? new Intl.DisplayNames(language, { type: 'currency' })
  if (namesByLanguage.size < maxLanguages) namesByLanguage.set(language, names)
  return names
}

/** The number of languages whose names of currencies are kept. */
const maxLanguages = 100

/**
 * Narrows the currencies of a word by the names that `Intl` has for them in English, Arabic and the language of the
 * locale: `Australian dollars`, `درهم مغربي`.
 */
export function narrowByName(codes: CurrencyCodes, text: string, locale: string | undefined): CurrencyCodes {
  const small = text.toLowerCase()
  for (const language of [locale, 'en', 'ar']) {
    if (!language) continue
    const names = namesIn(language)
    const named = codes.filter(
      (code) => /[A-Z]/.test(code) && small.includes(`${names.of(code)}`.toLowerCase()),
    )
    if (named.length > 0) return named
  }
  return codes
}

/** Returns the currencies of a name with any ending: `рублей`, `zlotych`. */
function codesForStem(small: string): CurrencyCodes | undefined {
  for (let length = Math.min(small.length, maxStem); length >= minStem; length--) {
    const codes = codesByStem.get(small.slice(0, length))
    if (codes) return codes
  }
  return undefined
}
