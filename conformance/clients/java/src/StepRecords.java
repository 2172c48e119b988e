import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Steps of producers and consumers. */
final class StepRecords {
    private static final int IN_FLIGHT_MAX = 64;
    private static final long WAIT_MS = 15_000;
    private static final Map<String, Object> SOON = Map.of("max.block.ms", "10000", "delivery.timeout.ms", "10000", "request.timeout.ms", "5000", "linger.ms", "0");

    private KafkaProducer<byte[], byte[]> held;

    String run(Steps.Step step) throws Exception {
        switch (step.get("step")) {
            case "produce":
            case "produce.new-topic":
                return produceOne(step, false);
            case "produce.idempotent":
                return produceOne(step, true);
            case "consume":
                return consume(step, true);
            case "fetch":
                return consume(step, false);
            case "hold":
                held = producer(step, false);
                return sent(held, step);
            case "held":
                return sent(held, step);
            case "throttle":
                return throttle(step);
            default:
                return null;
        }
    }

    private static KafkaProducer<byte[], byte[]> producer(Steps.Step step, boolean idempotent) {
        Map<String, Object> settings = new HashMap<>(SOON);
        settings.put("enable.idempotence", idempotent);
        return new KafkaProducer<>(step.client(settings), new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static String produceOne(Steps.Step step, boolean idempotent) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = producer(step, idempotent)) {
            return sent(producer, step);
        }
    }

    private static String sent(KafkaProducer<byte[], byte[]> producer, Steps.Step step) throws Exception {
        return "offset " + Client.done(producer.send(new ProducerRecord<>(step.get("topic"), new byte[] {1}))).offset();
    }

    /** What is there, and with a group it is committed. */
    private static String consume(Steps.Step step, boolean isGroup) {
        Map<String, Object> settings = new HashMap<>(Map.of("auto.offset.reset", "earliest", "enable.auto.commit", "false", "default.api.timeout.ms", "10000"));
        if (isGroup) settings.put("group.id", step.get("group"));
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(step.client(settings), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            TopicPartition partition = new TopicPartition(step.get("topic"), 0);
            if (isGroup) consumer.subscribe(List.of(step.get("topic")));
            else {
                consumer.assign(List.of(partition));
                consumer.seekToBeginning(List.of(partition));
            }
            long end = System.currentTimeMillis() + WAIT_MS;
            int count = 0;
            while (count == 0) {
                Report.expect(System.currentTimeMillis() < end, "no record came");
                count = consumer.poll(Duration.ofMillis(100)).count();
            }
            if (isGroup) consumer.commitSync();
            return count + " records";
        }
    }

    /** As fast as it goes; counted after the burst that a quota allows. Answers MB (1e6 bytes) per second, and the longest throttle time in ms. */
    private static String throttle(Steps.Step step) throws Exception {
        int bytes = Integer.parseInt(step.get("recordBytes"));
        long burst = Long.parseLong(step.get("burstMs")) * 1_000_000;
        long counted = Long.parseLong(step.get("countedMs")) * 1_000_000;
        try (KafkaProducer<byte[], byte[]> producer = producer(step, false)) {
            Deque<Future<RecordMetadata>> sent = new ArrayDeque<>();
            long from = System.nanoTime() + burst;
            long sum = 0;
            long now = System.nanoTime();
            for (; now < from + counted; now = System.nanoTime()) {
                while (sent.size() < IN_FLIGHT_MAX) sent.add(producer.send(new ProducerRecord<>(step.get("topic"), new byte[bytes])));
                Client.done(sent.remove());
                if (System.nanoTime() > from) sum += bytes;
            }
            double seconds = (now - from) / 1e9;
            List<Double> throttled = new ArrayList<>();
            producer.metrics().forEach((name, metric) -> {
                if (name.name().equals("produce-throttle-time-max")) throttled.add((Double) metric.metricValue());
            });
            return String.format(java.util.Locale.ROOT, "%.4f %.0f", sum / 1e6 / seconds, throttled.get(0));
        }
    }
}
