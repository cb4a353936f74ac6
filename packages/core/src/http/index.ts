export type {
  Http,
  HttpDefaults,
  HttpFetch,
  HttpGetOptions,
  HttpPhases,
  HttpRequestOptions,
  HttpResponse,
} from '../ports/http.js'
export type { HostAddress, Lookup, Network, Trust } from '../ports/network.js'
export { createHttp, type HttpClient } from './http-client.js'
export type { HttpOptions } from './http-options.js'
