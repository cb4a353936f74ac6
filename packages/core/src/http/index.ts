export type { Http, HttpGetOptions, HttpResponse } from '../ports/http.js'
export type { HostAddress, Lookup, Network, Trust } from '../ports/network.js'
export { createHttp, type HttpClient, type HttpOptions } from './http-client.js'
