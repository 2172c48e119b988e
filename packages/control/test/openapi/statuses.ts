/** Statuses that the published documents name, by operation. A test holds it against the documents where they are present. */
export const PUBLISHED_STATUSES: Readonly<Record<string, string>> = {
  'GET /org/v2/environments': '200 400 401 403 429 500',
  'POST /org/v2/environments': '201 400 401 402 403 409 422 429 500',
  'DELETE /org/v2/environments/{id}': '204 400 401 403 404 409 429 500',
  'GET /org/v2/environments/{id}': '200 400 401 403 404 429 500',
  'PATCH /org/v2/environments/{id}': '200 400 401 402 403 404 409 422 429 500',
  'GET /org/v2/organizations': '200 400 401 403 429 500',
  'GET /org/v2/organizations/{id}': '200 400 401 403 404 429 500',
  'PATCH /org/v2/organizations/{id}': '200 400 401 402 403 404 409 422 429 500',
  'GET /cmk/v2/clusters': '200 400 401 403 429 500',
  'POST /cmk/v2/clusters': '202 400 401 402 403 409 422 429 500',
  'DELETE /cmk/v2/clusters/{id}': '204 400 401 403 404 409 429 500',
  'GET /cmk/v2/clusters/{id}': '200 400 401 403 404 429 500',
  'PATCH /cmk/v2/clusters/{id}': '200 400 401 402 403 404 409 422 429 500',
  'GET /srcm/v3/clusters': '200 400 401 403 429 500',
  'GET /srcm/v3/clusters/{id}': '200 400 401 403 404 429 500',
  'GET /kafka-quotas/v1/client-quotas': '200 400 401 403 429 500',
  'POST /kafka-quotas/v1/client-quotas': '202 400 401 403 409 422 429 500',
  'DELETE /kafka-quotas/v1/client-quotas/{id}': '204 400 401 403 404 429 500',
  'GET /kafka-quotas/v1/client-quotas/{id}': '200 400 401 403 404 429 500',
  'PATCH /kafka-quotas/v1/client-quotas/{id}': '200 400 401 403 404 422 429 500',
  'GET /service-quota/v1/applied-quotas': '200 400 401 403 429 500',
  'GET /service-quota/v1/applied-quotas/{id}': '200 400 401 403 404 429 500',
  'GET /service-quota/v1/scopes': '200 400 401 403 429 500',
  'GET /service-quota/v1/scopes/{id}': '200 400 401 403 404 429 500',
}
/** Documents it is taken from. */
export const STATUS_DOCUMENTS = ['org-v2', 'cmk-v2', 'srcm-v3', 'kafka-quotas-v1', 'service-quota-v1']
