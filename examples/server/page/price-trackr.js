import { drawChart } from './chart.js'

const token = new URLSearchParams(location.hash.slice(1)).get('token') ?? ''
const headers = { authorization: `Bearer ${token}` }
const [products, status] = ['products', 'status'].map((id) => document.getElementById(id))

const showStatus = (message) => {
  status.textContent = message
}

async function call(path, options = {}) {
  const response = await fetch(path, { ...options, headers: { ...headers, ...options.headers } })
  const { success, data, error } = await response.json()
  if (!success) throw new Error(error.message)
  return data
}

function element(name, text, properties = {}) {
  return Object.assign(document.createElement(name), { textContent: text }, properties)
}

/** Redraws one product: its price, its verdict, its history and its sales. */
async function show(product) {
  const path = `/api/products/${product.id}`
  const [{ items: observations }, analysis, { items: sales }] = await Promise.all([
    call(`${path}/history?limit=200`),
    call(`${path}/analysis`),
    call(`${path}/sales`),
  ])
  const { current, sale, usual, summary } = analysis
  const heading = element('h2', product.title ?? product.url)
  if (sale) heading.append(element('span', `${sale.depthPercent} % off`, { className: 'badge' }))
  else if (current) heading.append(element('span', `${current.price.amount} ${current.price.currency}`))
  const article =
    document.getElementById(product.id) ?? products.appendChild(element('article', '', { id: product.id }))
  article.replaceChildren(
    heading,
    drawChart(observations, sales, usual),
    element('p', summary),
    element('a', 'the page', { href: product.url, rel: 'noreferrer' }),
  )
}

const showAll = async () => {
  const { items } = await call('/api/products?limit=50')
  for (const product of items) await show(product)
}

/** Follows the events from now on, or after the last one. `EventSource` cannot send a token. */
async function follow(lastId) {
  const response = await fetch('/api/events/live', {
    headers: { ...headers, ...(lastId && { 'last-event-id': lastId }) },
  })
  let [id, text] = [lastId, '']
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
  for (let { value, done } = await reader.read(); !done; { value, done } = await reader.read()) {
    text += value
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const [, next, data] = /^id: (\d+)\nevent: .+\ndata: (.+)$/.exec(text.slice(0, end)) ?? []
      text = text.slice(end + 2)
      id = next ?? id
      const product = data && JSON.parse(data).product
      if (product) await show(product)
    }
  }
  return id
}

document.getElementById('track').addEventListener('submit', async (event) => {
  event.preventDefault()
  const body = JSON.stringify(Object.fromEntries(new FormData(event.target)))
  showStatus('Reading the page …')
  try {
    await show(
      await call('/api/products', { method: 'POST', headers: { 'content-type': 'application/json' }, body }),
    )
    event.target.reset()
    showStatus('')
  } catch (error) {
    showStatus(error.message)
  }
})

for (let lastId; ; ) {
  try {
    await showAll()
    showStatus('')
    lastId = await follow(lastId)
  } catch (error) {
    showStatus(error.message)
  }
  await new Promise((resolve) => setTimeout(resolve, 2_000))
}
