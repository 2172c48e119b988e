// Apart from `@leat/rest`: who only listens loads no validation and no node:http.
export { defaultHttpLimits, type HttpLimits } from './limits.ts'
export { type HttpOptions, type HttpServer, openHttp } from './open-http.ts'
