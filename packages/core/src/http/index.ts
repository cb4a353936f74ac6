export { createHttp, type HttpClient, type HttpOptions } from './http-client.js'
