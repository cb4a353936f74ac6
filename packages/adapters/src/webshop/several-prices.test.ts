import { describe, expect, it } from 'vitest'
import { extractProduct } from './index.js'

const url = 'https://shop.example/drill'
const jsonLd = (product: object) =>
  `<script type="application/ld+json">${JSON.stringify({ '@type': 'Product', name: 'Hammer drill', ...product })}</script>`
const offer = (price: string, more: object = {}) => ({
  '@type': 'Offer',
  price,
  priceCurrency: 'USD',
  ...more,
})
const read = (body: string, head = '', at = url) =>
  extractProduct(
    `<!doctype html><html lang="en"><title>Hammer drill</title>${head}<body><main><h1>Hammer drill</h1>${body}<button>Add to cart</button></main>`,
    at,
  )

describe('a price that not everyone pays', () => {
  it('is left to members, even where the data of the page calls it the price', () => {
    const body = `<div class="price">$159.00</div><div><a href="/login">Sign in or join</a> to pay <b>$129.00</b></div>`
    expect(read(body, jsonLd({ offers: offer('129.00') }))).toMatchObject({
      price: { amount: '159.00' },
      memberPrice: { amount: '129.00' },
    })
  })

  // What shops write in the languages that most people speak, besides those of the rows below.
  it.each([
    [
      'memberPrice',
      '会员价',
      '會員專屬價',
      '会員価格',
      '회원가',
      'ราคาสมาชิก',
      'giá thành viên',
      'harga member',
    ],
    ['memberPrice', 'सदस्य मूल्य', 'সদস্য মূল্য', 'உறுப்பினர் விலை', 'సభ్యుల ధర', 'سعر الأعضاء', 'قیمت اعضا'],
    [
      'memberPrice',
      'üyelere özel fiyat',
      'цена по карте',
      'ціна за карткою',
      'cena klubowa',
      'preço de sócio',
    ],
    [
      'memberPrice',
      '登录',
      'ログイン',
      '로그인',
      'लॉग इन',
      'đăng nhập',
      'giriş yapın',
      'تسجيل الدخول',
      'zaloguj się',
    ],
    [
      'couponPrice',
      '优惠券',
      'クーポン',
      '쿠폰가',
      'कूपन',
      'কুপন',
      'คูปอง',
      'mã giảm',
      'indirim kodu',
      'كوبون',
      'کد تخفیف',
    ],
    [
      'subscribePrice',
      '订阅',
      '定期便',
      '정기 배송',
      'abonelik',
      'berlangganan',
      'اشتراك',
      'подписка',
      'subskrypcja',
    ],
  ])('is told in the words of many languages: %s', (name, ...labels) => {
    const found = labels.map((label) =>
      read(`<p class="price">$100.00</p><p>${label}: <b>$95.00</b></p>`, jsonLd({ offers: offer('100.00') })),
    )
    expect(found).toMatchObject(
      labels.map(() => ({ status: 'read', price: { amount: '100.00' }, [name]: { amount: '95.00' } })),
    )
  })

  it.each([
    ['couponPrice', '<p>With code SPRING5 only <b class="price">$95.00</b></p>'],
    ['couponPrice', '<div class="voucher">Apply the voucher: <b>$95.00</b></div>'],
    ['memberPrice', '<p><b class="price">$95.00</b> for members</p>'],
    ['memberPrice', '<p>Member price <b>$95.00</b></p>'],
    ['memberPrice', '<p class="club-price">$95.00</p>'],
    ['subscribePrice', '<p>Subscribe and save: <b class="price">$95.00</b></p>'],
  ] as const)('gives %s of %s', (name, tag) => {
    const reading = read(`<p class="price">$100.00</p>${tag}`, jsonLd({ offers: offer('100.00') }))
    expect(reading).toMatchObject({
      status: 'read',
      price: { amount: '100.00' },
      [name]: { amount: '95.00' },
    })
  })

  it.each(['$8.33/mo.', '$8.33 per month', '12 x $8.33', '$8.33 monthly with financing'])(
    'is no price of the product by instalments: %s',
    (text) => {
      const body = `<p class="price">$100.00</p><p class="price">${text}</p>`
      expect(read(body)).toMatchObject({ price: { amount: '100.00' } })
    },
  )

  it('is not believed where the page shows it by the month alone', () => {
    expect(read('<p><b>$24.96</b>/mo.</p>', jsonLd({ offers: offer('24.96') }))).toMatchObject({
      status: 'unread',
    })
  })

  it('is given by the measure', () => {
    const body = '<p class="price">$4.00</p><p class="unit">($0.80 / 100 g)</p>'
    expect(read(body)).toMatchObject({
      price: { amount: '4.00' },
      unitPrice: { amount: 8, currency: 'USD', per: 'kg' },
    })
  })
})

describe('a former price', () => {
  it.each([
    ['in a class', '<p class="regular-price">$20</p><p class="price">$15</p>'],
    ['in words', '<p class="price">Regular price $20</p><p class="price">$15</p>'],
    ['beside a percentage', '<p><span>$15.00</span><span>$20.00</span><span>25% off</span></p>'],
    ['as an estimated value', '<dl><dt>Est. value:</dt><dd>$20</dd><dt>Outlet price:</dt><dd>$15</dd></dl>'],
  ])('is recognized %s', (_how, body) => {
    expect(read(body)).toMatchObject({ price: { amount: '15.00' }, wasPrice: { amount: '20.00' } })
  })

  it('is the current one where it is called regular and stands alone', () => {
    expect(read('<p class="regular-price">$20</p>')).toMatchObject({ price: { amount: '20.00' } })
  })

  it('does not stand against a lower price in the data', () => {
    expect(read('<p class="regular-price">$20</p>', jsonLd({ offers: offer('15') }))).toMatchObject({
      price: { amount: '15.00' },
      wasPrice: { amount: '20.00' },
    })
  })

  it('is not believed when the data calls it the price, and the page strikes it out', () => {
    const head = jsonLd({ offers: offer('20') })
    expect(read('<div><s>$20</s> <b>$15</b></div>', head)).toMatchObject({ reason: 'ambiguous' })
    expect(read('<div><s>$20</s> <b>$15</b> <i>-25%</i></div>', head)).toMatchObject({
      price: { amount: '15.00' },
      wasPrice: { amount: '20.00' },
    })
  })

  it('of a second buy box is not taken for the price of the first', () => {
    const box = (name: string, prices: string) => `<div><h1>Buy ${name}</h1>${prices}</div>`
    const first = box(
      'Hammer drill',
      '<p class="discount-original-price">$40</p><p class="discount-final-price">$20</p>',
    )
    const second = box('Hammer drill Deluxe with everything', '<p class="price">$60</p>')
    const html = `<title>Save on Hammer drill</title>${first}${second}<button>Add to cart</button>`
    expect(extractProduct(html, url)).toMatchObject({ price: { amount: '20.00' } })
  })
})

describe('several offers of one page', () => {
  it.each([
    [
      'what is in stock',
      [offer('9', { availability: 'OutOfStock' }), offer('10', { availability: 'InStock' })],
    ],
    [
      'new goods',
      [offer('7', { itemCondition: 'UsedCondition' }), offer('10', { itemCondition: 'NewCondition' })],
    ],
    [
      'the sale beside the lease',
      [offer('2', { businessFunction: 'http://purl.org/goodrelations/v1#LeaseOut' }), offer('10')],
    ],
  ])('give the price of %s', (_what, offers) => {
    expect(read('', jsonLd({ offers }))).toMatchObject({ price: { amount: '10.00' } })
  })

  it('of an aggregate give the lowest of new goods', () => {
    const aggregate = {
      '@type': 'AggregateOffer',
      lowPrice: '7',
      highPrice: '12',
      priceCurrency: 'USD',
      offers: [
        offer('7', { itemCondition: 'UsedCondition' }),
        offer('10', { itemCondition: 'NewCondition' }),
      ],
    }
    expect(read('', jsonLd({ sku: '1', offers: aggregate }))).toMatchObject({ price: { amount: '10.00' } })
  })

  it('are ambiguous without a word that tells them apart', () => {
    expect(read('', jsonLd({ offers: [offer('9'), offer('10')] }))).toMatchObject({ reason: 'ambiguous' })
  })

  const variants = ['Red', 'Blue'].map((name, at) => ({
    '@type': 'Product',
    name: `Hammer drill, ${name}`,
    sku: `HD-${name}`,
    offers: offer(`1${at}`),
  }))
  const group = jsonLd({ '@type': 'ProductGroup', hasVariant: variants })
  const choose = (choice: object) =>
    extractProduct(`<title>Hammer drill</title>${group}<h1>Hammer drill</h1>`, url, { choice })

  it.each(['HD-Blue', 'hd-blue', 'Blue'])('give the variant %s', (variant) => {
    expect(choose({ variant })).toMatchObject({ price: { amount: '11.00' }, sku: 'HD-Blue' })
  })

  it('give none in place of a variant that is not there', () => {
    expect(choose({ variant: 'Green' })).toMatchObject({ status: 'unread', reason: 'no-price' })
  })
})

describe('what shops write for a currency or a number', () => {
  it.each([
    ['€', 'EUR'],
    ['euro', 'EUR'],
    ['UAN', 'UAH'],
    ['грн', 'UAH'],
    ['RUR', 'RUB'],
    ['US$', 'USD'],
  ])('%s is %s', (priceCurrency, currency) => {
    expect(read('', jsonLd({ offers: { '@type': 'Offer', price: '12', priceCurrency } }))).toMatchObject({
      price: { amount: '12.00', currency },
    })
  })

  it.each([
    ['1.2E3', '1200.00'],
    ['1e3', '1000.00'],
    ['12e+5', '1200000.00'],
  ])('%s is %s', (price, amount) => {
    expect(read('', jsonLd({ offers: offer(price) }))).toMatchObject({ price: { amount } })
  })

  it('takes the currency in which a shop shows the page to this visitor', () => {
    const script =
      '<script>Shopify.currency = {"active":"NZD","rate":"1.0"}; track({currency: "USD"})</script>'
    expect(read('<p class="price">$12.00</p>', script, 'https://shop.com/drill')).toMatchObject({
      price: { currency: 'NZD' },
    })
  })

  it('decodes what is encoded twice in data', () => {
    const seller = { '@type': 'Organization', name: 'Smith &amp; Sons' }
    expect(read('', jsonLd({ offers: offer('12', { seller }) }))).toMatchObject({ seller: 'Smith & Sons' })
  })
})
