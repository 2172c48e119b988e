import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;

/** Records in and out: every codec, idempotence, offsets by time, deletion, the size limit. */
final class Records {
    private static final int IDEMPOTENT_RECORDS = 2000;
    private final Client client;
    private final List<Row> rows;

    Records(Client client, List<Row> rows) {
        this.client = client;
        this.rows = rows;
    }

    void run() {
        for (String codec : Main.CODECS) Report.scenario("roundtrip." + codec, () -> roundTrip(codec));
        Report.scenario("producer.idempotent", this::idempotent);
        Report.scenario("list-offsets.timestamp", this::byTimestamp);
        Report.scenario("records.delete", this::deleteRecords);
        Report.scenario("error.too-large", this::tooLarge);
    }

    private String roundTrip(String codec) throws Exception {
        String topic = client.topic("roundtrip-" + codec, 1, Map.of());
        client.write(topic, rows, Map.of("compression.type", codec, "linger.ms", "20"));
        return client.readAndCompare(topic, rows, true);
    }

    private String idempotent() throws Exception {
        String topic = client.topic("idempotent", 1, Map.of());
        // Small batches and five in flight: many sequence numbers on the wire at once.
        Map<String, Object> settings = Map.of("enable.idempotence", "true", "max.in.flight.requests.per.connection", "5", "batch.size", "200");
        try (KafkaProducer<byte[], byte[]> producer = client.producer(settings)) {
            List<Future<?>> sent = new ArrayList<>();
            for (int i = 0; i < IDEMPOTENT_RECORDS; i++) sent.add(producer.send(new ProducerRecord<>(topic, 0, null, String.valueOf(i).getBytes())));
            for (Future<?> one : sent) Client.done(one);
        }
        List<ConsumerRecord<byte[], byte[]>> records = client.read(topic, IDEMPOTENT_RECORDS);
        for (int i = 0; i < records.size(); i++) Report.same(String.valueOf(i), new String(records.get(i).value()), "record " + i);
        Report.same(IDEMPOTENT_RECORDS, records.size(), "records");
        return IDEMPOTENT_RECORDS + " records in order, each once";
    }

    private String byTimestamp() throws Exception {
        String topic = client.topic("timestamps", 1, Map.of());
        client.write(topic, rows, Map.of());
        int middle = rows.size() / 2;
        Report.same((long) middle, offset(topic, OffsetSpec.forTimestamp(rows.get(middle).timestamp())), "offset of a timestamp");
        Report.same(-1L, offset(topic, OffsetSpec.forTimestamp(rows.get(rows.size() - 1).timestamp() + 1)), "offset after the last timestamp");
        Report.same((long) rows.size(), offset(topic, OffsetSpec.latest()), "latest");
        Report.same((long) rows.size() - 1, offset(topic, OffsetSpec.maxTimestamp()), "offset of the highest timestamp");
        return "middle, after the end, latest, highest timestamp";
    }

    private long offset(String topic, OffsetSpec spec) throws Exception {
        TopicPartition partition = new TopicPartition(topic, 0);
        try (Admin admin = client.admin()) {
            return Client.done(admin.listOffsets(Map.of(partition, spec)).all()).get(partition).offset();
        }
    }

    private String deleteRecords() throws Exception {
        String topic = client.topic("deleted", 1, Map.of());
        client.write(topic, rows, Map.of());
        TopicPartition partition = new TopicPartition(topic, 0);
        try (Admin admin = client.admin()) {
            long low = Client.done(admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(7))).lowWatermarks().get(partition)).lowWatermark();
            Report.same(7L, low, "low watermark");
        }
        Report.same(7L, offset(topic, OffsetSpec.earliest()), "earliest");
        Report.same(7L, client.read(topic, rows.size() - 7).get(0).offset(), "offset of the first record");
        return "log starts at 7";
    }

    private String tooLarge() throws Exception {
        String topic = client.topic("small", 1, Map.of("max.message.bytes", "2000"));
        try (KafkaProducer<byte[], byte[]> producer = client.producer(Map.of())) {
            Client.done(producer.send(new ProducerRecord<>(topic, new byte[10_000])));
        } catch (ExecutionException refused) {
            Report.expect(refused.getCause() instanceof RecordTooLargeException, "refused with " + refused.getCause());
            return "MESSAGE_TOO_LARGE";
        }
        throw new AssertionError("10,000 bytes were accepted where 2,000 are allowed");
    }
}
