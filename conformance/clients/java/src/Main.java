import java.util.List;
import java.util.Map;

/**
 * Java client of the conformance run: `matrix` runs all scenarios and writes the cross-client topics, `read` reads those of all, `steps` does what it is told.
 */
public final class Main {
    static final List<String> CODECS = List.of("none", "gzip", "snappy", "lz4", "zstd");

    private Main() {}

    public static void main(String[] args) throws Exception {
        if (args[0].equals("steps")) {
            Steps.run();
            return;
        }
        Client client = new Client(new Setting(args));
        List<Row> rows = Row.load(client.setting.get("data"));
        switch (client.setting.mode) {
            case "matrix" -> {
                new Topics(client).run();
                new Records(client, rows).run();
                new Groups(client, rows).run();
                for (String codec : CODECS) Report.scenario("cross.write." + codec, () -> {
                    String topic = client.topic("x-" + codec, 1, Map.of());
                    client.write(topic, rows, Map.of("compression.type", codec));
                    return topic;
                });
            }
            case "read" -> {
                for (String topic : client.setting.topics()) {
                    String name = topic.replace("!", "");
                    Report.scenario("cross.read." + name, () -> client.readAndCompare(name, rows, name.equals(topic)));
                }
            }
            default -> throw new IllegalArgumentException(client.setting.mode);
        }
    }
}
