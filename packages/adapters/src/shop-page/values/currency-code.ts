/** Signs, names and old codes that shops write where an ISO 4217 code belongs, each with a single meaning. */
const codeByName: ReadonlyMap<string, string> = new Map(
  `EUR € EURO EUROS, GBP £ UKP, INR ₹ RS RS. RUPEE RUPEES, RUB ₽ RUR РУБ РУБ., UAH ₴ UAN ГРН ГРН., PLN ZŁ ZL,
  CZK KČ, HUF FT, TRY ₺ TL TRL YTL, BYN BYR, RON LEI ROL, BGN ЛВ ЛВ., VND ₫ Đ VNĐ, THB ฿ BAHT, KRW ₩, ILS ₪ NIS,
  PHP ₱, NGN ₦, KZT ₸ ТГ, BRL R$, USD US$ USD$ $US, CAD CA$ C$ CAD$, AUD AU$ A$ AUD$, NZD NZ$, HKD HK$, SGD S$,
  MXN MX$ MXN$, TWD NT$ NTD, CNY RMB CNH, JPY JP¥ YEN 円, AED DHS DH. د.إ, SAR SR ر.س, EGP LE L.E. ج.م, IDR RP RP.,
  MYR RM, TND DT, KES KSH, PKR PKRS, CHF SFR SFR. FR.`
    .split(/,\s+/)
    .map((line) => line.trim().split(' '))
    .flatMap(([code = '', ...names]) => names.map((name) => [name, code] as const)),
)

/** Returns the ISO 4217 code that a currency field means: a code, or a sign or name such as `€`, `euro` or `UAN`. */
export function readCurrencyCode(text: string | undefined): string | undefined {
  const said = text?.trim().toUpperCase() ?? ''
  return codeByName.get(said) ?? (/^[A-Z]{3}$/.test(said) ? said : undefined)
}
