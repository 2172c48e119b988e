/** A model as one line of text, in the form of conformance/registry/json/Recorder.java. */
import type { ArrayModel, Model, ObjectModel, Rest } from '../model.ts'

export function outlineOf(model: Model | null, within: ReadonlySet<Model> = new Set()): string {
  if (model === null) return '-'
  if (within.has(model)) return 'again'
  const inner = new Set([...within, model])
  return words(model) + body(model, (child) => outlineOf(child, inner))
}

type Outline = (model: Model | null) => string

function words(model: Model): string {
  const title = model.title === null ? '' : `title=${model.title} `
  const description = model.description === null ? '' : `description=${model.description} `
  return title + description + (model.defaultText === null ? '' : 'default ')
}

function body(model: Model, outline: Outline): string {
  switch (model.kind) {
    case 'any':
      return model.spelling === 'true' ? 'true' : 'any'
    case 'false':
    case 'boolean':
    case 'null':
    case 'const':
      return model.kind
    case 'reference':
      return `ref(${model.ref === '#' ? 'root' : outline(model.target.model)})`
    case 'meta-schema':
      return `meta(${model.uri})`
    case 'enum':
      return `enum(${model.values.size})`
    case 'not':
      return `not(${outline(model.schema)})`
    case 'combined':
      return `${model.criterion}${all(model.schemas, outline)}`
    case 'conditional':
      return `if${all(model.branches, outline)}`
    case 'string':
      return `string(${model.minLength} ${model.maxLength} ${model.pattern})`
    case 'number':
      return `${model.isInteger ? 'integer' : 'number'}(${model.minimum} ${model.maximum} ${model.exclusiveMinimum} ${model.exclusiveMaximum} ${model.multipleOf})`
    case 'object':
      return objectBody(model, outline)
    case 'array':
      return arrayBody(model, outline)
  }
}

function objectBody(model: ObjectModel, outline: Outline): string {
  const dependencies = [...model.dependentRequired].map(([name, names]) => `${name}=${list([...names].toSorted())}`).toSorted()
  return `object(${[
    `${model.minProperties} ${model.maxProperties}`,
    map(model.properties, outline),
    map(model.patternProperties, outline),
    `required${list([...model.required].toSorted())}`,
    rest(model.additionalProperties, outline),
    outline(model.propertyNames),
    map(model.dependentSchemas, outline),
    `{${dependencies.join(', ')}}`,
  ].join(' ')})`
}

function arrayBody(model: ArrayModel, outline: Outline): string {
  return `array(${[
    `${model.minItems} ${model.maxItems} ${model.uniqueItems}`,
    outline(model.allItems),
    list(model.tuple.map(outline)),
    rest(model.additionalItems, outline),
    outline(model.contains),
  ].join(' ')})`
}

function rest({ isPermitted, schema }: Rest, outline: Outline): string {
  return isPermitted ? outline(schema) : 'closed'
}

function map(models: ReadonlyMap<string, Model>, outline: Outline): string {
  const texts = [...models].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([name, model]) => `${name}=${outline(model)}`)
  return `{${texts.join(', ')}}`
}

function all(models: readonly Model[], outline: Outline): string {
  return list(models.map(outline).toSorted())
}

function list(texts: readonly string[]): string {
  return `[${texts.join(', ')}]`
}
