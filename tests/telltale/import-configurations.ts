/**
 * Configurations of Gatus in the shapes that people write: anchors and merge keys, defaults of alerts, many kinds of
 * conditions and clients. Hosts and names are made up.
 */
export const configurations: Readonly<Record<string, string>> = {
  'containers behind a proxy': `
x-defaults: &web
  interval: 60s
  conditions: ["[STATUS] == 200", "[CERTIFICATE_EXPIRATION] > 240h"]
  alerts: [{ type: pushover }]
x-guarded: &guarded
  interval: 60s
  client: { ignore-redirect: true }
  headers: { Accept: text/html }
  conditions: ["[STATUS] == 302"]
alerting:
  pushover: { application-token: "\${PUSHOVER}", default-alert: { failure-threshold: 4, send-on-resolved: true } }
endpoints:
  - { <<: *web, name: photos, group: media, url: "https://photos.example/" }
  - { <<: *web, name: music, group: media, url: "https://music.example/ping" }
  - { <<: *web, name: books, group: media, url: "https://books.example/", client: { insecure: true } }
  - { <<: *guarded, name: downloads, group: media, url: "https://downloads.example/" }
  - { <<: *guarded, name: requests, group: media, url: "https://requests.example/" }
  - { name: router, group: network, url: "icmp://192.0.2.1", interval: 30s, conditions: ["[CONNECTED] == true"] }
`,
  'a home with a cluster': `
default-endpoint: &default
  group: Websites
  interval: 15m
  alerts: [{ type: slack }]
  conditions: ["[STATUS] == 200", "[RESPONSE_TIME] < 1000", "[CERTIFICATE_EXPIRATION] > 240h"]
internal-endpoint: &internal
  group: Cluster
  interval: 5m
  alerts: [{ type: slack }]
  conditions: ["[CONNECTED] == true", "[RESPONSE_TIME] < 200"]
endpoints:
  - name: blog
    !!merge <<: *default
    url: https://blog.example
    conditions: ["[RESPONSE_TIME] < 4000"]
  - name: shop
    <<: *default
    url: https://shop.example
  - { name: switch, <<: *internal, group: "1. Network", url: "icmp://192.0.2.2" }
  - { name: wan, <<: *internal, group: "1. Network", url: "icmp://192.0.2.3" }
  - { name: node-1, <<: *internal, url: "icmp://192.0.2.11" }
  - { name: node-2, <<: *internal, url: "icmp://192.0.2.12" }
  - { name: node-3, <<: *internal, url: "icmp://192.0.2.13" }
  - name: grafana
    <<: *internal
    url: "http://192.0.2.20/api/health"
    conditions: ["[STATUS] == 200", "[RESPONSE_TIME] < 1000", "[BODY].database == ok"]
`,
  'the servers of a zone': `
endpoints:
  - { name: zone @ ns1, group: Delegation, url: ns1.example.net, interval: 300s, dns: { query-name: example.org, query-type: SOA }, conditions: ["[DNS_RCODE] == NOERROR"] }
  - { name: zone @ ns2, group: Delegation, url: ns2.example.net, interval: 300s, dns: { query-name: example.org, query-type: NS }, conditions: ["[DNS_RCODE] == NOERROR", "[RESPONSE_TIME] < 150"] }
  - { name: address, group: Records, url: "192.0.2.53", dns: { query-name: www.example.org., query-type: A }, conditions: ["[BODY] == any(192.0.2.80, 192.0.2.81)", "[DNS_RCODE] == NOERROR"] }
  - { name: v6, group: Records, url: "[2001:db8::53]:5353", dns: { query-name: www.example.org, query-type: AAAA }, conditions: ["[BODY] == pat(2001:db8:*)"] }
  - { name: hidden, group: Records, url: "192.0.2.53", dns: { query-name: inside.example.org, query-type: A }, conditions: ["has([BODY]) == false", "[DNS_RCODE] == NXDOMAIN"] }
  - { name: resolver, group: Ports, url: "tcp://192.0.2.53:53", conditions: ["[CONNECTED] == true"] }
`,
  'one rented server': `
maintenance: { start: "03:30", duration: 30m, timezone: Europe/Berlin, every: [Sunday] }
day: &day
  maintenance-windows: [{ start: "19:40", duration: 11h, timezone: Europe/Berlin }]
endpoints:
  - { name: ssh, url: "ssh://box.example:22", interval: 5m, ssh: { username: "", password: "" }, conditions: ["[CONNECTED] == true", "[STATUS] == 0"] }
  - { name: web, <<: *day, url: "https://box.example/", conditions: ["[STATUS] < 400", "[CERTIFICATE_EXPIRATION] > 168h"] }
  - { name: mail in, url: "starttls://mail.example:25", interval: 30m, client: { timeout: 5s }, conditions: ["[CONNECTED] == true", "[CERTIFICATE_EXPIRATION] > 48h"] }
  - { name: mail box, url: "tls://mail.example:993", interval: 30m, conditions: ["[CONNECTED] == true", "[CERTIFICATE_EXPIRATION] > 48h"] }
  - { name: database, url: "tcp://box.example:5432", conditions: ["[CONNECTED] == false"] }
external-endpoints:
  - { name: backup, group: jobs, token: "\${BACKUP_TOKEN}", heartbeat: { interval: 25h }, alerts: [{ type: email, failure-threshold: 1 }] }
`,
  'nodes of a chain': `
alerting:
  custom: { url: "\${HOOK}", default-alert: { enabled: true, failure-threshold: 2, success-threshold: 5 } }
node: &node
  interval: 2m
  client: { timeout: 10s }
  conditions: ["[CONNECTED] == true", "[RESPONSE_TIME] < 500"]
  alerts: [{ type: custom, description: node down }]
endpoints:
  - { <<: *node, name: introducer, group: chain, url: "tcp://introducer.example:8444" }
  - { <<: *node, name: node eu, group: chain, url: "tcp://eu.example:8444" }
  - { <<: *node, name: node us, group: chain, url: "tcp://us.example:8444" }
  - { <<: *node, name: node as, group: chain, url: "tcp://as.example:8444", enabled: false }
  - { name: height, group: api, url: "https://api.example/chain", interval: 5m, conditions: ["[STATUS] == 200", "[BODY].height > 1000000", "len([BODY].peers) >= 3", "has([BODY].error) == false"] }
`,
  'the services of a government': `
endpoints:
  - { name: filing, group: api, url: "https://api.example/filing/health", conditions: ["[STATUS] == any(200, 401, 403)"] }
  - name: search
    group: api
    url: https://api.example/search
    method: POST
    headers: { Content-Type: application/json }
    body: '{"query": "licence", "limit": 1}'
    interval: 2m
    conditions: ["[STATUS] == 200", "len([BODY].items) > 0", "[BODY].items[0].type == licence"]
  - { name: portal, group: web, url: "https://portal.example/", conditions: ["[STATUS] < 500", "[BODY] == pat(*Sign in*)"] }
  - { name: payments, group: web, url: "https://pay.example/status", conditions: ["[STATUS] == 200", "[BODY] != closed"] }
  - { name: documents, group: web, url: "https://documents.example/", client: { network: ip4, timeout: 20s }, conditions: ["[STATUS] == 200"] }
  - { name: old portal, group: web, url: "http://old.example/", client: { ignore-redirect: true }, conditions: ["[STATUS] == 301"] }
`,
  'a playground': `
endpoints:
  - { name: users, url: "https://api.example/graphql", graphql: true, body: "{ users { id } }", conditions: ["[STATUS] == 200", "len([BODY].data.users) > 0"] }
  - { name: header, url: "https://api.example/echo", headers: { X-Team: blue }, conditions: ["[STATUS] == 200", "[BODY].headers.x-team == blue"] }
  - { name: version, url: "https://api.example/version", conditions: ["[STATUS] == 200", "[BODY].version == pat(2.*)"] }
  - { name: feed, url: "wss://feed.example/", conditions: ["[CONNECTED] == true"] }
  - { name: errors, url: "https://api.example/fail", conditions: ["[STATUS] >= 500", "[STATUS] <= 599"] }
`,
  'the sample of Gatus': `
endpoints:
  - { name: front-end, group: core, url: "https://site.example/health", interval: 5m, conditions: ["[STATUS] == 200", "[BODY].status == UP", "[RESPONSE_TIME] < 150"] }
  - { name: back-end, group: core, url: "https://example.org/", interval: 5m, conditions: ["[STATUS] == 200", "[CERTIFICATE_EXPIRATION] > 48h"] }
  - { name: monitoring, group: internal, url: "https://example.org/", interval: 5m, conditions: ["[STATUS] == 200"] }
  - { name: nas, group: internal, url: "https://example.org/", interval: 5m, conditions: ["[STATUS] == 200"] }
  - { name: example-dns-query, url: "192.0.2.53", interval: 5m, dns: { query-name: example.com, query-type: A }, conditions: ["[BODY] == pat(*.*.*.*)", "[DNS_RCODE] == NOERROR"] }
  - { name: icmp-ping, url: "icmp://example.org", interval: 1m, conditions: ["[CONNECTED] == true"] }
  - { name: check-domain-expiration, url: "https://example.org/", interval: 1h, conditions: ["[DOMAIN_EXPIRATION] > 720h"] }
`,
}
