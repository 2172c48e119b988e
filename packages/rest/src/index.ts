export type { HttpAnswer, HttpHandler, HttpRequest, Method } from './http.ts'
export type { ErrorForm, Problem } from './problem.ts'
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
