/** Reads questions (an array of {schema, references}) from stdin; prints for each what Jackson prints and what the two validators make of it. */
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsonorg.JsonOrgModule;
import java.math.BigDecimal;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.everit.json.schema.*;
import org.everit.json.schema.loader.SchemaLoader;
import org.everit.json.schema.loader.internal.ReferenceResolver;
import org.json.JSONObject;

public class Recorder {
  static final ObjectMapper MAPPER = new ObjectMapper()
      .registerModule(new JsonOrgModule())
      .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
      .setNodeFactory(JsonNodeFactory.withExactBigDecimals(true));
  static final ObjectMapper SORTED = new ObjectMapper()
      .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
      .setNodeFactory(new JsonNodeFactory(true) {
        @Override
        public ObjectNode objectNode() {
          return new ObjectNode(this, new TreeMap<>());
        }
      });

  public static void main(String[] args) throws Exception {
    ArrayNode answers = MAPPER.createArrayNode();
    for (JsonNode question : MAPPER.readTree(System.in)) answers.add(answer(question));
    System.out.println(MAPPER.writeValueAsString(answers));
  }

  static ObjectNode answer(JsonNode question) {
    ObjectNode answer = MAPPER.createObjectNode();
    String text = question.get("schema").asText();
    try {
      JsonNode schema = MAPPER.readTree(text);
      answer.put("canonical", MAPPER.writeValueAsString(schema));
      answer.put("normalized", SORTED.writeValueAsString(SORTED.readTree(text)));
      Map<String, String> references = new HashMap<>();
      question.get("references").fields().forEachRemaining(e -> references.put(e.getKey(), e.getValue().asText()));
      boolean isModern = schema.path("$schema").asText().matches(".*/draft/20(19-09|20-12)/schema#?");
      if (isModern) {
        loadModern(schema, references);
        answer.put("model", "loaded");
      } else {
        answer.put("model", schema.isBoolean() ? (schema.booleanValue() ? "true" : "false") : outline(load(schema, references), new IdentityHashMap<>()));
      }
    } catch (Throwable problem) {
      answer.put("error", problem.getClass().getSimpleName() + ": " + problem.getMessage());
    }
    return answer;
  }

  static Schema load(JsonNode schema, Map<String, String> references) throws Exception {
    String keyword = schema.path("$schema").asText().contains("draft-04") ? "id" : "$id";
    URI id = schema.has(keyword) ? ReferenceResolver.resolve((URI) null, schema.get(keyword).asText()) : null;
    SchemaLoader.SchemaLoaderBuilder builder = SchemaLoader.builder().useDefaults(true).draftV7Support().schemaClient(url -> {
      throw new IllegalArgumentException("not fetched: " + url);
    });
    references.forEach((name, text) -> builder.registerSchemaByURI(ReferenceResolver.resolve(id, name), new JSONObject(text)));
    return builder.schemaJson(MAPPER.treeToValue(schema, JSONObject.class)).build().load().build();
  }

  static void loadModern(JsonNode schema, Map<String, String> references) throws Exception {
    Map<URI, String> mappings = new HashMap<>();
    // The registry brings this meta-schema along; here only its being there matters.
    mappings.put(new URI("https://json-schema.org/draft/2019-09/schema"), "{}");
    for (Map.Entry<String, String> reference : references.entrySet()) mappings.put(new URI(reference.getKey()), reference.getValue());
    new com.github.erosb.jsonsKema.SchemaLoader(
        new com.github.erosb.jsonsKema.JsonParser(MAPPER.writeValueAsString(schema)).parse(),
        com.github.erosb.jsonsKema.SchemaLoaderConfig.createDefaultConfig(mappings)).load();
  }

  static String outline(Schema schema, IdentityHashMap<Schema, Boolean> within) {
    if (schema == null) return "-";
    if (within.containsKey(schema)) return "again";
    within.put(schema, true);
    String text = words(schema) + body(schema, within);
    within.remove(schema);
    return text;
  }

  static String words(Schema schema) {
    String text = "";
    if (schema.getTitle() != null) text += "title=" + schema.getTitle() + " ";
    if (schema.getDescription() != null) text += "description=" + schema.getDescription() + " ";
    if (!(schema instanceof ReferenceSchema) && schema.hasDefaultValue()) text += "default ";
    return text;
  }

  static String body(Schema schema, IdentityHashMap<Schema, Boolean> within) {
    if (schema instanceof TrueSchema) return "true";
    if (schema instanceof EmptySchema) return "any";
    if (schema instanceof FalseSchema) return "false";
    if (schema instanceof BooleanSchema) return "boolean";
    if (schema instanceof NullSchema) return "null";
    if (schema instanceof ReferenceSchema ref) return "ref(" + (ref.getReferenceValue().equals("#") ? "root" : outline(ref.getReferredSchema(), within)) + ")";
    if (schema instanceof EnumSchema some) return "enum(" + some.getPossibleValuesAsList().size() + ")";
    if (schema instanceof ConstSchema) return "const";
    if (schema instanceof NotSchema not) return "not(" + outline(not.getMustNotMatch(), within) + ")";
    if (schema instanceof CombinedSchema combined) return combined.getCriterion() + all(combined.getSubschemas(), within);
    if (schema instanceof ConditionalSchema conditional) {
      List<Schema> branches = new ArrayList<>();
      conditional.getIfSchema().ifPresent(branches::add);
      conditional.getThenSchema().ifPresent(branches::add);
      conditional.getElseSchema().ifPresent(branches::add);
      return "if" + all(branches, within);
    }
    if (schema instanceof StringSchema string) {
      String pattern = string.getPattern() == null ? null : string.getPattern().pattern();
      return "string(" + string.getMinLength() + " " + string.getMaxLength() + " " + pattern + ")";
    }
    if (schema instanceof NumberSchema number) {
      return (number.requiresInteger() ? "integer(" : "number(") + plain(number.getMinimum()) + " " + plain(number.getMaximum()) + " "
          + plain(number.getExclusiveMinimumLimit()) + " " + plain(number.getExclusiveMaximumLimit()) + " " + plain(number.getMultipleOf()) + ")";
    }
    if (schema instanceof ObjectSchema object) return objectBody(object, within);
    if (schema instanceof ArraySchema array) return arrayBody(array, within);
    throw new IllegalStateException(schema.getClass().getName());
  }

  static String objectBody(ObjectSchema object, IdentityHashMap<Schema, Boolean> within) {
    Map<String, Schema> patterns = new HashMap<>();
    object.getPatternProperties().forEach((pattern, schema) -> patterns.put(pattern.pattern(), schema));
    Map<String, Set<String>> dependencies = new TreeMap<>();
    object.getPropertyDependencies().forEach((name, names) -> dependencies.put(name, new TreeSet<>(names)));
    return "object(" + object.getMinProperties() + " " + object.getMaxProperties() + " " + map(object.getPropertySchemas(), within) + " "
        + map(patterns, within) + " required" + new TreeSet<>(object.getRequiredProperties()) + " "
        + (object.permitsAdditionalProperties() ? outline(object.getSchemaOfAdditionalProperties(), within) : "closed") + " "
        + outline(object.getPropertyNameSchema(), within) + " " + map(object.getSchemaDependencies(), within) + " " + dependencies + ")";
  }

  static String arrayBody(ArraySchema array, IdentityHashMap<Schema, Boolean> within) {
    List<String> tuple = new ArrayList<>();
    if (array.getItemSchemas() != null) for (Schema item : array.getItemSchemas()) tuple.add(outline(item, within));
    return "array(" + array.getMinItems() + " " + array.getMaxItems() + " " + array.needsUniqueItems() + " "
        + outline(array.getAllItemSchema(), within) + " " + tuple + " "
        + (array.permitsAdditionalItems() ? outline(array.getSchemaOfAdditionalItems(), within) : "closed") + " "
        + outline(array.getContainedItemSchema(), within) + ")";
  }

  static String map(Map<String, Schema> schemas, IdentityHashMap<Schema, Boolean> within) {
    Map<String, String> texts = new TreeMap<>();
    schemas.forEach((name, schema) -> texts.put(name, outline(schema, within)));
    return texts.toString();
  }

  /** In an order of their own: Java's depends on the addresses of objects. */
  static String all(Collection<Schema> schemas, IdentityHashMap<Schema, Boolean> within) {
    List<String> texts = new ArrayList<>();
    for (Schema schema : schemas) texts.add(outline(schema, within));
    Collections.sort(texts);
    return texts.toString();
  }

  static String plain(Number number) {
    return number == null ? "null" : new BigDecimal(number.toString()).stripTrailingZeros().toPlainString();
  }
}
