/**
 * Where the control plane differs from the published documents, each with its reason. A line is `METHOD /path part sign field`: `+` is served and
 * not published, `-` published and not served, `=` has other values.
 */
export const DIFFERENCES: readonly (readonly [line: RegExp, reason: string])[] = [
  [/^- \S+ \/iam\/v2\/invitations/, 'people are made by their admin: nobody is invited by e-mail'],
  [/^\+ \S+ \/api\//, 'undocumented, and tools call it'],
  [/^\+ \S+ \/cli\/v1\/usages$/, 'the CLI calls it after each command'],
  [/^GET \/(service_accounts|users) answer \+ users\[\]\./, 'users are whole here, as on the undocumented paths'],
  [/^\+ \S+ \/leat\/v1\//, 'Leat’s own'],

  [/ answer - (data\[\]\.)?metadata\.deleted_at$/, 'what is deleted is not answered any more'],
  [/^\S+ \/cmk\/.* answer \+ (data\[\]\.)?status\.failure$/, 'says why a cluster is FAILED'],
  [/^\S+ \/cmk\/.* answer - (data\[\]\.)?spec\.(network|byok|config\.encryption_key)\b/, 'no private networks and no self-managed keys'],
  [/^\S+ \/cmk\/.* - (data\[\]\.)?spec\.config\.release_priority$/, 'a Leat is updated by who runs it'],
  [/^\S+ \/cmk\/.* answer - (data\[\]\.)?spec\.api_endpoint$/, 'deprecated; nothing is left that it would serve'],
  [/^\S+ \/cmk\/.* = (data\[\]\.)?spec\.config\.kind$/, 'no Enterprise and Freight clusters'],
  [/^\S+ \/cmk\/.* answer = (data\[\]\.)?spec\.endpoints\{\}\.connection_type$/, 'no private networks'],
  [/ - (data\[\]\.)?spec\.environment\.environment$/, 'an environment stands in no environment'],
  [/ body - spec\.cluster\.environment$/, 'the environment is given beside it'],
  [/^PATCH \/kafka-quotas\/.* body - spec\.environment$/, 'a quota stays in its environment'],

  [/ - (data\[\]\.)?jit_enabled$/, 'just-in-time accounts come with SSO, which Leat does not have'],
  [/^\S+ \/srcm\/v3\/.* answer - (data\[\]\.)?spec\.(private_http_endpoint|private_networking_config)\b/, 'no private networks'],
  [/^\S+ \/srcm\/v3\/.* answer - (data\[\]\.)?spec\.catalog_http_endpoint$/, 'the catalog is an issue of its own'],
  [/^\S+ \/srcm\/v3\/.* answer = (data\[\]\.)?status\.phase$/, 'there is nothing to wait for'],

  [/^\S+ \/service-quota\/.* - (data\[\]\.)?metadata\.(created_at|updated_at)$/, 'quotas and scopes are not made'],
  [/^\S+ \/service-quota\/.* - (data\[\]\.)?(network|identity_provider|certificate_authority)\b/, 'Leat has none'],
  [/^\S+ \/service-quota\/.* - (data\[\]\.)?user\b/, 'quotas of one account are the same for each'],
  [/^\S+ \/service-quota\/.* - (data\[\]\.)?\w+\.environment$/, 'an organization and an environment stand in no environment'],

  [/^\S+ \/iam\/v2\/api-keys.* - (data\[\]\.)?spec\.resources\b/, 'deprecated; a key has one resource'],
  [/^\S+ \/iam\/v2\/api-keys.* answer - (data\[\]\.)?spec\.secret$/, 'the secret is in the answer to the creation only'],
  [
    /^POST \/iam\/v2\/api-keys body \+ spec\.(owner|resource)\.(api_version|kind)$/,
    'read-only in the document; tools send them and mean them',
  ],
]
