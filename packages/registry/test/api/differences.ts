/** Where the registry differs from the published document, each with its reason. A line is `METHOD /path part sign field`, as for the control plane. */
export const DIFFERENCES: readonly (readonly [line: RegExp, reason: string])[] = [
  [/^- \S+ \/(exporters|dek-registry)\b/, 'an issue of its own'],
  [/^\+ (GET|POST) \/$/, 'not published, and clients probe it'],
  [/^\+ \S+ \/associations\b/, 'of releases newer than the document: serializers ask for them'],
  [
    /^\+ (GET|DELETE) \/(mode|contexts\/\{\}|schemas\/guids\/.*|v1\/metadata\/.*)$/,
    'of releases newer than the document, or not of the cloud',
  ],
  [/^\+ POST \/subjects\/\{\}\/versions\/\{\}\/tags$/, 'not published: how a version gets other metadata or rules'],

  [
    / query \+ (normalize|referenceFormat|fetchMaxId|deletedAsNegative|force|recursive|contextPrefix)$/,
    'of newer releases, and clients send them',
  ],
  [/^GET \/schemas\/ids\/\{\}\/subjects query - format$/, 'a list of names has no format'],
  [/^DELETE \/config(\/\{\})? answer /, 'the document says a text; the registry answers the settings that were there'],
  [/(default|override)Metadata\.(tags|sensitive)$/, 'the document mixes up metadata and rule sets here'],
  [/(default|override)RuleSet\./, 'the document mixes up metadata and rule sets here'],
  [/ answer - (\[\]\.)?schemaTags/, 'tags within schemas belong to the catalog'],
  [/^GET \/schemas answer \+ \[\]\.aliases$/, 'what the parameter aliases asks for'],
]
