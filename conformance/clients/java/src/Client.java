import static java.util.Map.entry;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Producers, consumers and admin clients of a run, and the waits they share. */
final class Client {
    static final long WAIT_SECONDS = 30;
    static final Duration POLL = Duration.ofMillis(100);

    final Setting setting;

    Client(Setting setting) {
        this.setting = setting;
    }

    Admin admin() {
        return Admin.create(setting.client(Map.of()));
    }

    KafkaProducer<byte[], byte[]> producer(Map<String, Object> more) {
        return new KafkaProducer<>(setting.client(more), new ByteArraySerializer(), new ByteArraySerializer());
    }

    KafkaConsumer<byte[], byte[]> consumer(Map<String, Object> more) {
        Map<String, Object> all = new HashMap<>(Map.ofEntries(
            entry("auto.offset.reset", "earliest"), entry("enable.auto.commit", "false"),
            entry("session.timeout.ms", "10000"), entry("heartbeat.interval.ms", "500")));
        all.putAll(more);
        return new KafkaConsumer<>(setting.client(all), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    String topic(String what, int partitions, Map<String, String> configs) throws Exception {
        String topic = setting.name(what);
        try (Admin admin = admin()) {
            done(admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1).configs(configs))).all());
        }
        return topic;
    }

    void write(String topic, List<Row> rows, Map<String, Object> more) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = producer(more)) {
            List<Future<?>> sent = new ArrayList<>();
            for (Row row : rows) sent.add(producer.send(row.to(topic)));
            producer.flush();
            for (Future<?> one : sent) done(one);
        }
    }

    /** Reads partition 0 from its beginning until it has `count` records; fails when they do not come. */
    List<ConsumerRecord<byte[], byte[]>> read(String topic, int count) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(Map.of())) {
            TopicPartition partition = new TopicPartition(topic, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
            until(() -> {
                consumer.poll(POLL).forEach(records::add);
                return records.size() >= count;
            }, "records of " + topic);
            return records;
        }
    }

    String readAndCompare(String topic, List<Row> rows, boolean timestamps) {
        List<ConsumerRecord<byte[], byte[]>> records = read(topic, rows.size());
        Report.same(rows.size(), records.size(), "records");
        for (int i = 0; i < rows.size(); i++) {
            String difference = rows.get(i).difference(records.get(i), timestamps);
            Report.expect(difference == null, "record " + i + " differs in its " + difference);
        }
        return rows.size() + " records";
    }

    static <T> T done(Future<T> future) throws Exception {
        return future.get(WAIT_SECONDS, TimeUnit.SECONDS);
    }

    /** The condition itself polls a client and so takes its time: no sleep here. */
    static void until(BooleanSupplier condition, String what) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS);
        while (!condition.getAsBoolean()) Report.expect(System.nanoTime() < end, "waited too long for " + what);
    }
}
