const { createTelltale } = require('@telltale/core')
const { classify } = require('@telltale/core/latency')
const { http } = require('@telltale/adapters/http')
const { memoryStorage } = require('@telltale/storage-memory')

// The same packages from CommonJS, by plain require().
const telltale = createTelltale({ storage: memoryStorage(), adapters: [http()] })
telltale.monitors
  .create({ name: 'Checkout', url: 'https://shop.example/health', every: '30s' })
  .then(({ name }) => console.log(JSON.stringify({ name, tier: classify(180) })))
  .then(() => telltale.close())
