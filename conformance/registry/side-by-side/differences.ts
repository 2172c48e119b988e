/**
 * Where Leat answers otherwise than Apicurio Registry 2.6.13, by the name of the call, and why. "The registry everyone runs" is the one whose API this is: its
 * published document, its clients and its error codes decide.
 */
const MODE = 'Apicurio has no modes; the API has, and tools set them before they import'
const CODE = 'since release 8.2 the registry everyone runs answers 40901; 7.x answered 409 (behavesAs 7)'
const FOUR_O_FOUR = 'the code begins with the status: 404'
const RESTEASY = 'codes of paths that are none are those of the published API'
const BY_NONE = 'follows from the version that level NONE let in'

export const DIFFERENCES: Readonly<Record<string, string>> = {
  'config at first': 'the level of a new registry is BACKWARD; Apicurio checks nothing until it is told to',
  'mode at first': MODE,
  contexts: 'the default context is called "."',
  'avro: what became of the spelling':
    'an Avro schema is stored in its canonical text, so that the same schema has one id; Apicurio keeps the text, and gives another spelling another id',
  'avro: incompatible': CODE,
  'json: incompatible': CODE,
  'protobuf: incompatible': CODE,
  'another format under the subject': 'a schema of another format is incompatible; Apicurio breaks',
  'subjects with a prefix': 'the parameter subjectPrefix is honoured; Apicurio answers all subjects',
  'version 0': 'a version that cannot be is 42202; Apicurio says that it is not there',
  'a version that is no number': 'a version that cannot be is 42202; Apicurio says that it is not there',
  'who refers to it': 'ids are each registry’s own',
  'the text by id': 'part of the published API; Apicurio 2.6 lacks it',
  'subjects by id': 'part of the published API; Apicurio 2.6 lacks it',
  'versions by id': 'the spelling has the same id here, see above',
  'level of a subject that has none': '40408, unless defaultToGlobal is asked for; Apicurio always answers a level',
  'level of a subject, or what holds for it': 'what holds for a subject without a level is the level of all; Apicurio answers NONE',
  'level that there is not': '422 with code 42203; Apicurio cannot read the body',
  'level NONE lets it in': 'the level of the subject holds; in Apicurio the level of all goes on when a subject has NONE',
  'mode of a subject that has none': MODE,
  'read only': MODE,
  'registered while read only': MODE,
  'written again': MODE,
  'a mode that there is not': MODE,
  'for good, before it was deleted': FOUR_O_FOUR,
  'a version is deleted again': FOUR_O_FOUR,
  'what is left': BY_NONE,
  'with what was deleted': BY_NONE,
  'a body that is no JSON': 'errors are JSON with a code, whatever is wrong',
  'a property that nobody knows': 'refused, as in the registry everyone runs; clients that send more say so in a header',
  'a path that there is not': RESTEASY,
}
