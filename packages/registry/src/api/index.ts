/** The registry's endpoints as data, apart from what they do: for routing tables, documents and clients. */
export { GLOBAL_SUBJECT, REGISTRY_MEDIA } from './common.ts'
export { registryEndpoints } from './endpoints.ts'
