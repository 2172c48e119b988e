export { basic, type CalledAnswer, type CallOptions, call } from './call.ts'
