import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.NameValidator;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.Incompatibility;

/** Reads questions about schemas as a JSON array from stdin, prints the answers of org.apache.avro as a JSON array, in their order. */
public class Recorder {
  private static final ObjectMapper JSON = new ObjectMapper();

  public static void main(String[] args) throws Exception {
    ArrayNode answers = JSON.createArrayNode();
    for (JsonNode question : JSON.readTree(System.in)) {
      answers.add(question.has("reader") ? pair(question) : schema(question));
    }
    System.out.println(JSON.writeValueAsString(answers));
  }

  private static ObjectNode schema(JsonNode question) {
    ObjectNode answer = JSON.createObjectNode();
    try {
      Schema.Parser parser = parser(question.get("strict").asBoolean());
      List<Schema> references = new ArrayList<>();
      for (JsonNode reference : question.get("references")) {
        references.add(parser.parse(reference.asText()));
      }
      Schema schema = parser.parse(question.get("schema").asText());
      answer.put("canonical", schema.toString(references, false));
      answer.put("resolved", schema.toString());
      if (schema.getLogicalType() != null) {
        answer.put("logicalType", schema.getLogicalType().getName());
      }
    } catch (Exception problem) {
      answer.put("error", problem.getMessage());
      answer.put("exception", problem.getClass().getSimpleName());
    }
    return answer;
  }

  private static ObjectNode pair(JsonNode question) {
    ObjectNode answer = JSON.createObjectNode();
    Schema reader = parser(false).parse(question.get("reader").asText());
    Schema writer = parser(false).parse(question.get("writer").asText());
    try {
      ArrayNode findings = answer.putArray("findings");
      for (Incompatibility one : SchemaCompatibility.checkReaderWriterCompatibility(reader, writer).getResult().getIncompatibilities()) {
        findings.addArray().add(one.getType().toString()).add(one.getLocation()).add(one.getMessage());
      }
    } catch (Exception problem) {
      answer.removeAll();
      answer.put("error", problem.getMessage());
    }
    return answer;
  }

  private static Schema.Parser parser(boolean strict) {
    Schema.Parser parser = new Schema.Parser(strict ? NameValidator.UTF_VALIDATOR : NameValidator.NO_VALIDATION);
    parser.setValidateDefaults(strict);
    return parser;
  }
}
