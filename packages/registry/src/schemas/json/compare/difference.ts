/** Everything that can differ between two versions of a JSON schema, by the registry's names, with its verdict and the text of its message. */
import type { CompatibilityPolicy, Incompatibility, SideWords } from '../../contract.ts'

type Text = (path: string, reader: string, writer: string) => string

const keywordAdded: Text = (path, reader, writer) =>
  `The keyword at path '${path}' in the ${reader} schema is not present in the ${writer} schema`
const valueMore: Text = (path, reader, writer) =>
  `The value at path '${path}' in the ${reader} schema is more than its value in the ${writer} schema`
const valueLess: Text = (path, reader, writer) =>
  `The value at path '${path}' in the ${reader} schema is less than its value in the ${writer} schema`
const valueOther: Text = (path, reader, writer) => `The value at path '${path}' is different between the ${reader} and ${writer} schema`
const fewer: Text = (path, reader, writer) =>
  `An array or combined type at path '${path}' has fewer elements in the ${reader} schema than the ${writer} schema`
const more: Text = (path, reader, writer) =>
  `An array or combined type at path '${path}' has more elements in the ${reader} schema than the ${writer} schema`
const typeOther: Text = (path, reader, writer) =>
  `A type at path '${path}' is different between the ${reader} schema and the ${writer} schema`
const addedToOpen: Text = (path, reader, writer) =>
  `The ${reader} schema has an open content model and has a property or item at path '${path}' which is missing in the ${writer} schema`
const requiredAdded: Text = (path, reader, writer) =>
  `The ${reader} schema has an unopen content model and has a required property at path '${path}' which is missing in the ${writer} schema`
const removedFromClosed: Text = (path, reader, writer) =>
  `The ${reader} schema has a closed content model and is missing a property or item present at path '${path}' in the ${writer} schema`
const removedNotCovered: Text = (path, reader, writer) =>
  `A property or item is missing in the ${reader} schema but present at path '${path}' in the ${writer} schema and is not covered by its partially open content model`
const addedNotCovered: Text = (path, reader, writer) =>
  `The ${reader} schema has a property or item at path '${path}' which is missing in the ${writer} schema and is not covered by its partially open content model`
/** The registry everyone runs has no words for this one. */
const wordless: Text = () => ''

/** Old data fits: only named in tests and explanations. */
const FINE = { breaks: 'never', text: wordless } as const
const breaks = (text: Text) => ({ breaks: 'always', text }) as const
const breaksStrictly = (text: Text) => ({ breaks: 'strictly', text }) as const

export const DIFFERENCES = {
  ID_CHANGED: FINE,
  TITLE_CHANGED: FINE,
  DESCRIPTION_CHANGED: FINE,
  DEFAULT_CHANGED: FINE,
  SCHEMA_ADDED: breaks(wordless),
  SCHEMA_REMOVED: FINE,
  TYPE_EXTENDED: FINE,
  TYPE_NARROWED: breaks(typeOther),
  TYPE_CHANGED: breaks(typeOther),

  MAX_LENGTH_ADDED: breaks(keywordAdded),
  MAX_LENGTH_REMOVED: FINE,
  MAX_LENGTH_INCREASED: FINE,
  MAX_LENGTH_DECREASED: breaks(valueLess),
  MIN_LENGTH_ADDED: breaks(keywordAdded),
  MIN_LENGTH_REMOVED: FINE,
  MIN_LENGTH_INCREASED: breaks(valueMore),
  MIN_LENGTH_DECREASED: FINE,
  PATTERN_ADDED: breaks(keywordAdded),
  PATTERN_REMOVED: FINE,
  PATTERN_CHANGED: breaks(valueOther),

  MAXIMUM_ADDED: breaks(keywordAdded),
  MAXIMUM_REMOVED: FINE,
  MAXIMUM_INCREASED: FINE,
  MAXIMUM_DECREASED: breaks(valueLess),
  MINIMUM_ADDED: breaks(keywordAdded),
  MINIMUM_REMOVED: FINE,
  MINIMUM_INCREASED: breaks(valueMore),
  MINIMUM_DECREASED: FINE,
  EXCLUSIVE_MAXIMUM_ADDED: breaks(keywordAdded),
  EXCLUSIVE_MAXIMUM_REMOVED: FINE,
  EXCLUSIVE_MAXIMUM_INCREASED: FINE,
  EXCLUSIVE_MAXIMUM_DECREASED: breaks(valueLess),
  EXCLUSIVE_MINIMUM_ADDED: breaks(keywordAdded),
  EXCLUSIVE_MINIMUM_REMOVED: FINE,
  EXCLUSIVE_MINIMUM_INCREASED: breaks(valueMore),
  EXCLUSIVE_MINIMUM_DECREASED: FINE,
  MULTIPLE_OF_ADDED: breaks(keywordAdded),
  MULTIPLE_OF_REMOVED: FINE,
  MULTIPLE_OF_EXPANDED: breaks(valueMore),
  MULTIPLE_OF_REDUCED: FINE,
  MULTIPLE_OF_CHANGED: breaks(valueOther),

  REQUIRED_ATTRIBUTE_ADDED: breaks(keywordAdded),
  REQUIRED_ATTRIBUTE_WITH_DEFAULT_ADDED: FINE,
  REQUIRED_ATTRIBUTE_REMOVED: FINE,
  MAX_PROPERTIES_ADDED: breaks(keywordAdded),
  MAX_PROPERTIES_REMOVED: FINE,
  MAX_PROPERTIES_INCREASED: FINE,
  MAX_PROPERTIES_DECREASED: breaks(valueLess),
  MIN_PROPERTIES_ADDED: breaks(keywordAdded),
  MIN_PROPERTIES_REMOVED: FINE,
  MIN_PROPERTIES_INCREASED: breaks(valueMore),
  MIN_PROPERTIES_DECREASED: FINE,
  ADDITIONAL_PROPERTIES_ADDED: FINE,
  ADDITIONAL_PROPERTIES_REMOVED: breaksStrictly(keywordAdded),
  ADDITIONAL_PROPERTIES_EXTENDED: FINE,
  ADDITIONAL_PROPERTIES_NARROWED: breaksStrictly(fewer),
  UNEVALUATED_PROPERTIES_ADDED: FINE,
  UNEVALUATED_PROPERTIES_REMOVED: breaksStrictly(keywordAdded),
  UNEVALUATED_PROPERTIES_EXTENDED: FINE,
  UNEVALUATED_PROPERTIES_NARROWED: breaksStrictly(fewer),
  DEPENDENCY_ARRAY_ADDED: breaks(keywordAdded),
  DEPENDENCY_ARRAY_REMOVED: FINE,
  DEPENDENCY_ARRAY_EXTENDED: breaks(more),
  DEPENDENCY_ARRAY_NARROWED: FINE,
  DEPENDENCY_ARRAY_CHANGED: breaks(valueOther),
  DEPENDENCY_SCHEMA_ADDED: breaks(keywordAdded),
  DEPENDENCY_SCHEMA_REMOVED: FINE,

  PROPERTY_WITH_EMPTY_SCHEMA_ADDED_TO_OPEN_CONTENT_MODEL: FINE,
  OPTIONAL_PROPERTY_ADDED_TO_OPEN_CONTENT_MODEL: breaksStrictly(addedToOpen),
  REQUIRED_PROPERTY_WITH_DEFAULT_ADDED_TO_OPEN_CONTENT_MODEL: breaksStrictly(addedToOpen),
  REQUIRED_PROPERTY_ADDED_TO_OPEN_CONTENT_MODEL: breaks(addedToOpen),
  OPTIONAL_PROPERTY_ADDED_TO_UNOPEN_CONTENT_MODEL: FINE,
  REQUIRED_PROPERTY_WITH_DEFAULT_ADDED_TO_UNOPEN_CONTENT_MODEL: FINE,
  REQUIRED_PROPERTY_ADDED_TO_UNOPEN_CONTENT_MODEL: breaks(requiredAdded),
  PROPERTY_ADDED_IS_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL: FINE,
  PROPERTY_ADDED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL: breaksStrictly(addedNotCovered),
  PROPERTY_REMOVED_FROM_OPEN_CONTENT_MODEL: FINE,
  PROPERTY_WITH_FALSE_REMOVED_FROM_CLOSED_CONTENT_MODEL: FINE,
  PROPERTY_REMOVED_FROM_CLOSED_CONTENT_MODEL: breaksStrictly(removedFromClosed),
  PROPERTY_REMOVED_IS_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL: FINE,
  PROPERTY_REMOVED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL: breaksStrictly(removedNotCovered),

  MAX_ITEMS_ADDED: breaks(keywordAdded),
  MAX_ITEMS_REMOVED: FINE,
  MAX_ITEMS_INCREASED: FINE,
  MAX_ITEMS_DECREASED: breaks(valueLess),
  MIN_ITEMS_ADDED: breaks(keywordAdded),
  MIN_ITEMS_REMOVED: FINE,
  MIN_ITEMS_INCREASED: breaks(valueMore),
  MIN_ITEMS_DECREASED: FINE,
  MAX_CONTAINS_ADDED: breaks(keywordAdded),
  MAX_CONTAINS_REMOVED: FINE,
  MAX_CONTAINS_INCREASED: FINE,
  MAX_CONTAINS_DECREASED: breaks(valueLess),
  MIN_CONTAINS_ADDED: breaks(keywordAdded),
  MIN_CONTAINS_REMOVED: FINE,
  MIN_CONTAINS_INCREASED: breaks(valueMore),
  MIN_CONTAINS_DECREASED: FINE,
  UNIQUE_ITEMS_ADDED: breaks(keywordAdded),
  UNIQUE_ITEMS_REMOVED: FINE,
  ADDITIONAL_ITEMS_ADDED: FINE,
  ADDITIONAL_ITEMS_REMOVED: breaks(keywordAdded),
  ADDITIONAL_ITEMS_EXTENDED: FINE,
  ADDITIONAL_ITEMS_NARROWED: breaks(fewer),
  UNEVALUATED_ITEMS_ADDED: FINE,
  UNEVALUATED_ITEMS_REMOVED: breaks(keywordAdded),
  UNEVALUATED_ITEMS_EXTENDED: FINE,
  UNEVALUATED_ITEMS_NARROWED: breaks(fewer),
  ITEM_WITH_EMPTY_SCHEMA_ADDED_TO_OPEN_CONTENT_MODEL: FINE,
  ITEM_ADDED_TO_OPEN_CONTENT_MODEL: breaks(addedToOpen),
  ITEM_ADDED_TO_CLOSED_CONTENT_MODEL: FINE,
  ITEM_ADDED_IS_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL: FINE,
  ITEM_ADDED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL: breaks(addedNotCovered),
  ITEM_REMOVED_FROM_OPEN_CONTENT_MODEL: FINE,
  ITEM_WITH_FALSE_REMOVED_FROM_CLOSED_CONTENT_MODEL: FINE,
  ITEM_REMOVED_FROM_CLOSED_CONTENT_MODEL: breaks(removedFromClosed),
  ITEM_REMOVED_IS_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL: FINE,
  ITEM_REMOVED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL: breaks(removedNotCovered),

  ENUM_ARRAY_EXTENDED: FINE,
  ENUM_ARRAY_NARROWED: breaks(fewer),
  ENUM_ARRAY_CHANGED: breaks(typeOther),

  COMBINED_TYPE_EXTENDED: FINE,
  COMBINED_TYPE_CHANGED: breaks(typeOther),
  COMBINED_TYPE_SUBSCHEMAS_CHANGED: breaks(typeOther),
  PRODUCT_TYPE_EXTENDED: breaks(more),
  PRODUCT_TYPE_NARROWED: FINE,
  SUM_TYPE_EXTENDED: FINE,
  SUM_TYPE_NARROWED: breaks(fewer),
  NOT_TYPE_EXTENDED: breaks(more),
  NOT_TYPE_NARROWED: FINE,

  /** Ours: nobody has looked at all of it. */
  COMPARISON_LIMIT_EXCEEDED: breaks(
    (_path, reader, writer) =>
      `The ${reader} and the ${writer} schema are too large or too entangled to be compared within this registry's limits`,
  ),
} as const satisfies Record<string, { readonly breaks: 'always' | 'strictly' | 'never'; readonly text: Text }>

export type DifferenceType = keyof typeof DIFFERENCES

export interface Difference {
  readonly type: DifferenceType
  /** Below the two schemas that were compared, without a leading slash; empty for themselves. */
  readonly path: string
}

export function isBreaking(type: DifferenceType, policy: CompatibilityPolicy): boolean {
  const { breaks: when } = DIFFERENCES[type]
  return when === 'always' || (when === 'strictly' && policy === 'STRICT')
}

/** In the registry's own form, which tools match on: keys without quotes, the path as it is. */
export function incompatibilityOf({ type, path }: Difference, words: SideWords): Incompatibility {
  const full = `#/${path}`
  const description = DIFFERENCES[type].text(full, words.reader, words.writer)
  return { type, path: full, message: `{errorType:"${type}", description:"${description}"}` }
}
