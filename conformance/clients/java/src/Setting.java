import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** The arguments of a run: a mode and key=value pairs, and what they mean for a client's properties. */
final class Setting {
    final String mode;
    private final Map<String, String> values = new HashMap<>();

    Setting(String[] args) {
        mode = args[0];
        for (int i = 1; i < args.length; i++) {
            int at = args[i].indexOf('=');
            values.put(args[i].substring(0, at), args[i].substring(at + 1));
        }
    }

    String get(String key) {
        String value = values.get(key);
        if (value == null) throw new IllegalArgumentException("missing argument " + key);
        return value;
    }

    /** A name of this run alone. */
    String name(String what) {
        return get("prefix") + "-" + what;
    }

    /** Topics to read: name, or name! where the writer could set no timestamps. */
    List<String> topics() {
        return List.of(get("topics").split(","));
    }

    Properties client(Map<String, Object> more) {
        Properties properties = values.containsKey("ca") ? secured(get("bootstrap"), get("ca"), get("user"), get("password")) : new Properties();
        properties.put("bootstrap.servers", get("bootstrap"));
        properties.putAll(more);
        return properties;
    }

    static Properties secured(String bootstrap, String ca, String user, String password) {
        Properties properties = new Properties();
        properties.put("bootstrap.servers", bootstrap);
        properties.put("security.protocol", "SASL_SSL");
        properties.put("ssl.truststore.type", "PEM");
        properties.put("ssl.truststore.location", ca);
        properties.put("sasl.mechanism", "PLAIN");
        properties.put("sasl.jaas.config", String.format(
            "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"%s\" password=\"%s\";", user, password));
        return properties;
    }
}
