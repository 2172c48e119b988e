import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedWriter;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.protocol.Message;
import org.apache.kafka.common.protocol.MessageUtil;

/**
 * Reads messages as JSON with Apache Kafka's own converters and writes the bytes its classes make of them, as hex. Beside it, facts.json: header
 * versions of every API, and the error codes.
 */
public class Golden {
    static final String[] PLACES = {
        "org.apache.kafka.common.message.%sData",
        "org.apache.kafka.common.message.%s",
        "org.apache.kafka.coordinator.group.generated.%s",
    };

    public static void main(String[] args) throws Exception {
        Path target = Path.of(args[1]);
        ObjectMapper json = new ObjectMapper();
        try (BufferedWriter out = Files.newBufferedWriter(target.resolve("messages.ndjson"))) {
            for (String line : Files.readAllLines(Path.of(args[0]))) {
                ObjectNode node = (ObjectNode) json.readTree(line);
                short version = (short) node.get("version").asInt();
                Message message = read(node.get("schema").asText(), node.get("value"), version);
                ByteBuffer bytes = MessageUtil.toByteBufferAccessor(message, version).buffer();
                byte[] copy = new byte[bytes.remaining()];
                bytes.get(copy);
                node.put("hex", HexFormat.of().formatHex(copy));
                out.write(json.writeValueAsString(node));
                out.newLine();
            }
        }
        Files.writeString(target.resolve("facts.json"), json.writeValueAsString(facts(json)));
    }

    static Message read(String name, JsonNode value, short version) throws Exception {
        for (String place : PLACES) {
            Class<?> converter;
            try {
                converter = Class.forName(String.format(place, name) + "JsonConverter");
            } catch (ClassNotFoundException e) {
                continue;
            }
            return (Message) converter.getMethod("read", JsonNode.class, short.class).invoke(null, value, version);
        }
        throw new IllegalArgumentException("no class for " + name);
    }

    static ObjectNode facts(ObjectMapper json) {
        ObjectNode facts = json.createObjectNode();
        ArrayNode apis = facts.putArray("apis");
        for (ApiKeys api : ApiKeys.values()) {
            for (short version : api.allVersions()) {
                ObjectNode node = apis.addObject();
                node.put("key", api.id).put("version", version);
                node.put("requestHeader", api.requestHeaderVersion(version)).put("responseHeader", api.responseHeaderVersion(version));
            }
        }
        ArrayNode errors = facts.putArray("errors");
        for (Errors error : Errors.values()) {
            errors.addObject().put("code", error.code()).put("name", error.name()).put("retriable", error.exception() instanceof RetriableException);
        }
        return facts;
    }
}
