/**
 * The signs, abbreviations and words of each currency. A line begins with ISO 4217 codes, the likeliest first; `-` stands
 * for money that has no code. Dots and quotes are left out (`د.إ` stands as `دإ`). Entries in small letters match in any
 * case, entries with a capital match exactly. Sources: ISO 4217 list one (SIX, as of 2026-01-01) with kuna and lev, which
 * the euro has replaced; the symbols of Unicode CLDR 47; and the abbreviations in use.
 */
const table = `
USD,CAD,AUD,NZD,SGD,HKD,MXN,ARS,CLP,COP,TWD,BBD,BMD,BND,BSD,BZD,DOP,FJD,GYD,JMD,KYD,LRD,NAD,SBD,SRD,TTD,UYU,XCD $ dollar dollars
USD US U$S
AUD A$
CAD,NIO C$
CAD CAN$ cdn$
SGD S$
BRL R$
JMD J$
NAD N$
MXN Mex$
TOP T$
TWD NT$ NT
XCD EC$
DOP RD$
UYU $U
EUR € euro euros
GBP £ ￡
GBP,EGP,LBP pound ₤
JPY,CNY ¥ ￥
JPY yen 円
CNY yuan rmb 人民币 圆
CNY,TWD,JPY 元 圓
INR ₹ रु
NPR रू नेरू
LKR රු
INR,PKR,LKR,NPR,MUR,SCR rs ₨ re rupee
SEK,NOK,DKK,ISK kr
SEK skr
NOK nkr
DKK dkr
CHF sfr
CHF,XOF,XPF fr
CZK kč
PLN zł zl
HUF Ft
RON,MDL lei
BGN лв
HRK kn
RSD дин din dinara динара
MKD ден
BAM KM
ALL lek lekë
UAH ₴ грн
RUB ₽ руб рублей р
BYN,RUB rbl
BYN,ETB Br
ETB ብር
KZT ₸ тг
AZN ₼
GEL ₾ lari ლარი
AMD ֏ դր
KGS,UZS som сом
UZS сум сўм Sʻ soʻm
TJS смн ЅM
MNT ₮
TRY ₺ tl
ILS ₪ nis שח שקל شج
SAR رس sr
SAR,QAR,OMR,YER,IRR ريال ﷼
IRR ریال
- تومان ₿ BTC ¢ GBp p
QAR رق
OMR رع
YER ري
AED دإ درهم
AED,MAD dh dhs
MAD دم
KWD دك KD
BHD دب BD
IQD عد دع
JOD دأ دا JD أردني
IQD,JOD,KWD,BHD,LYD,TND,DZD دينار
TND دت DT
DZD دج DA
LYD لد دل
LYD,LRD LD
LBP لل
SYP لس
SDG جس
EGP جم LE E£
EGP,SDG جنيه
SOS شص
AFN ؋
MRU UM
ZAR R
NGN ₦
GHS ₵ GH₵
KES ksh kshs
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
KRW ₩ 원 ￦
VND ₫ đ
THB ฿ บาท
PHP ₱
MYR RM
IDR rp
BDT ৳ tk
LAK ₭
KHR ៛
PEN S/
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

const codesBySign = /* @__PURE__ */ readTable()

function readTable(): ReadonlyMap<string, CurrencyCodes> {
  const bySign = new Map<string, CurrencyCodes>()
  for (const line of table.slice(1).split('\n')) {
    const [head = '', ...signs] = line.split(' ')
    const codes = head.match(/\w+/g) ?? []
    for (const code of codes) {
      bySign.set(code, [code])
      if (!codesThatAreWords.includes(code)) bySign.set(code.toLowerCase(), [code])
    }
    for (const sign of signs) bySign.set(sign, codes)
  }
  return bySign
}

/**
 * Returns the currencies that a sign, an abbreviation, a word or an ISO code may mean; `undefined` when it means
 * none.
 */
export function currenciesForSign(sign: string): CurrencyCodes | undefined {
  const key = sign.replace(/[ .'"״’]/g, '')
  // Two capitals before a dollar sign are the country, with which the code begins: NZ$, HK$, MX$.
  const dollars = /^[A-Z]{2}\$$/.test(key)
    ? currenciesForSign('$')?.filter((code) => key.startsWith(code.slice(0, 2)))
    : []
  return dollars?.length ? dollars : (codesBySign.get(key) ?? codesBySign.get(key.toLowerCase()))
}
