export type {
  Http,
  HttpDefaults,
  HttpFetch,
  HttpGetOptions,
  HttpPhases,
  HttpRequestOptions,
  HttpResponse,
  SourceHost,
} from '../ports/http.js'
export type { ConnectOptions, HostAddress, Lookup, Network, Trust } from '../ports/network.js'
export { createHttp, type HttpClient } from './client/http-client.js'
export type { HttpOptions, PolitenessOptions } from './client/http-options.js'
