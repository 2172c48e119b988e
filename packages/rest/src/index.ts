export { problemAnswer } from './answers.ts'
export type { HttpAnswer, HttpHandler, HttpRequest, Method } from './http.ts'
export type { ErrorForm, Problem, Source } from './problem.ts'
export {
  badRequest,
  conflict,
  forbidden,
  notFound,
  quotaExceeded,
  rateLimited,
  unauthenticated,
  unavailable,
  unprocessable,
} from './problems.ts'
export {
  type Access,
  type Authenticate,
  endpoint,
  type Endpoint,
  type Input,
  type Logic,
  operation,
  type Operation,
  type Success,
} from './endpoint.ts'
export { baseUrl, selfUrl } from './links.ts'
export type { Media } from './media.ts'
export { mergePatch } from './merge-patch.ts'
export { type Page, page, type PageOptions, pageQuery } from './page.ts'
export { flag, repeated, wholeNumber } from './parameters.ts'
export { defaultServiceLimits, type ServiceLimits } from './limits.ts'
export type { AbsentApi, PathForm } from './routes.ts'
export { service, type ServiceOptions } from './service.ts'
export { type DocumentInfo, openApi } from './openapi/document.ts'
export { type JsonSchema, jsonSchema } from './openapi/json-schema.ts'
