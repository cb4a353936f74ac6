export { createHttp, type HttpClient } from './http-client.js'
