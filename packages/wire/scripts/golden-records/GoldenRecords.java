import java.io.*;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.util.*;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.*;
import org.apache.kafka.common.requests.ProduceRequest;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.server.common.RequestLocal;
import org.apache.kafka.server.util.KafkaScheduler;
import org.apache.kafka.storage.internals.log.*;
import org.apache.kafka.storage.log.metrics.BrokerTopicStats;

/**
 * Apache Kafka's own classes as the judge of our record batches. Files are rows of tab-separated fields; batches are base64.
 *
 *   write OUT         name, batch, records as JSON
 *   read IN           the same rows, made by us: Kafka must read the same records; prints how many agree
 *   judge IN OUT      name, rules, batch -> the row, error code, refused record indexes, maxTimestamp after the append
 */
public class GoldenRecords {
    static final long T0 = 1_700_000_000_000L;

    public static void main(String[] args) throws Exception {
        switch (args[0]) {
            case "write" -> write(Path.of(args[1]));
            case "read" -> read(Path.of(args[1]));
            case "judge" -> judge(Path.of(args[1]), Path.of(args[2]));
            default -> throw new IllegalArgumentException(args[0]);
        }
        System.exit(0);
    }

    static void write(Path out) throws IOException {
        List<String> rows = new ArrayList<>();
        for (CompressionType type : CompressionType.values()) {
            Compression codec = Compression.of(type).build();
            rows.add(row(type.name + " one", MemoryRecords.withRecords(codec, new SimpleRecord(T0, bytes("k"), bytes("v")))));
            rows.add(row(type.name + " headers and nulls", MemoryRecords.withRecords(codec, odd())));
            rows.add(row(type.name + " many", MemoryRecords.withRecords(42L, codec, 7, many(1500))));
            rows.add(row(type.name + " big", MemoryRecords.withRecords(codec, new SimpleRecord(T0, null, text(200_000)), new SimpleRecord(T0 + 1, noise(12_000), null))));
            rows.add(row(type.name + " no timestamps", MemoryRecords.withRecords(codec, new SimpleRecord(-1, bytes("a"), bytes("b")))));
            rows.add(row(type.name + " idempotent", MemoryRecords.withIdempotentRecords(codec, 9_000_000_000L, (short) 3, 17, many(5))));
            rows.add(row(type.name + " transactional", MemoryRecords.withTransactionalRecords(5L, codec, 77L, (short) 1, 0, 2, many(5))));
            MemoryRecordsBuilder builder = MemoryRecords.builder(ByteBuffer.allocate(1 << 16), RecordBatch.MAGIC_VALUE_V2, codec, TimestampType.LOG_APPEND_TIME, 100L, T0 + 999);
            for (SimpleRecord r : many(20)) builder.append(r);
            rows.add(row(type.name + " append time", builder.build()));
            MemoryRecordsBuilder gaps = MemoryRecords.builder(ByteBuffer.allocate(1 << 16), RecordBatch.MAGIC_VALUE_V2, codec, TimestampType.CREATE_TIME, 10L);
            for (int i = 0; i < 9; i += 2) gaps.appendWithOffset(10 + i, T0 - 5 * i, bytes("k" + i), bytes("v"));
            gaps.overrideLastOffset(30);
            rows.add(row(type.name + " gaps", gaps.build()));
        }
        rows.add(row("control commit", MemoryRecords.withEndTransactionMarker(12L, T0, 3, 77L, (short) 1, new EndTransactionMarker(ControlRecordType.COMMIT, 6))));
        rows.add(row("control abort", MemoryRecords.withEndTransactionMarker(13L, T0, 3, 78L, (short) 2, new EndTransactionMarker(ControlRecordType.ABORT, 7))));
        Files.write(out, rows);
    }

    static void read(Path in) throws IOException {
        int agreed = 0;
        for (String line : Files.readAllLines(in)) {
            String[] f = line.split("\t");
            MutableRecordBatch batch = only(MemoryRecords.readableRecords(ByteBuffer.wrap(Base64.getDecoder().decode(f[1]))));
            batch.ensureValid();
            if (json(batch).equals(f[2])) agreed++;
            else System.out.println("differs: " + f[0]);
        }
        System.out.println(agreed + " batches agree");
    }

    /** Appends to a real log, as the leader's append path does. */
    static void judge(Path in, Path out) throws Exception {
        Map<String, UnifiedLog> logs = new HashMap<>();
        List<String> rows = new ArrayList<>();
        for (String line : Files.readAllLines(in)) {
            String[] f = line.split("\t", -1);
            short produceVersion = 12;
            Properties topic = new Properties();
            for (String rule : f[1].isEmpty() ? new String[0] : f[1].split(",")) {
                String[] kv = rule.split("=");
                if (kv[0].equals("produceVersion")) produceVersion = Short.parseShort(kv[1]);
                else topic.put(kv[0], kv[1]);
            }
            MemoryRecords records = MemoryRecords.readableRecords(ByteBuffer.wrap(Base64.getDecoder().decode(f[2])));
            String verdict;
            try {
                ProduceRequest.validateRecords(produceVersion, records);
                UnifiedLog log = logs.computeIfAbsent(topic.toString(), k -> open(topic));
                LogAppendInfo info = log.appendAsLeader(records, 0, AppendOrigin.CLIENT, RequestLocal.noCaching(), VerificationGuard.SENTINEL, (short) 2);
                verdict = "0\t\t" + records.batches().iterator().next().maxTimestamp();
            } catch (Throwable e) {
                verdict = verdict(e);
            }
            rows.add(line + "\t" + verdict);
        }
        Files.write(out, rows);
    }

    static String verdict(Throwable e) {
        if (e instanceof RecordValidationException rve) {
            StringJoiner at = new StringJoiner(",");
            rve.recordErrors().forEach(r -> at.add(Integer.toString(r.batchIndex)));
            return Errors.forException(rve.invalidException()).code() + "\t" + at + "\t";
        }
        return Errors.forException(e).code() + "\t\t";
    }

    static UnifiedLog open(Properties topic) {
        try {
            File dir = new File(Files.createTempDirectory("golden").toFile(), "t-0");
            dir.mkdirs();
            return UnifiedLog.create(dir, new LogConfig(topic), 0, 0, new KafkaScheduler(1), new BrokerTopicStats(), Time.SYSTEM, 300_000,
                new ProducerStateManagerConfig(86_400_000, false), 600_000, new LogDirFailureChannel(1), true, Optional.empty());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String row(String name, MemoryRecords records) {
        MutableRecordBatch batch = only(records);
        ByteBuffer copy = ByteBuffer.allocate(batch.sizeInBytes());
        batch.writeTo(copy);
        return name + "\t" + Base64.getEncoder().encodeToString(copy.array()) + "\t" + json(batch);
    }

    static MutableRecordBatch only(MemoryRecords records) {
        Iterator<MutableRecordBatch> batches = records.batches().iterator();
        MutableRecordBatch batch = batches.next();
        if (batches.hasNext()) throw new IllegalStateException("more than one batch");
        return batch;
    }

    static String json(MutableRecordBatch b) {
        StringJoiner records = new StringJoiner(",", "[", "]");
        for (org.apache.kafka.common.record.internal.Record r : b) {
            StringJoiner headers = new StringJoiner(",", "[", "]");
            for (Header h : r.headers()) headers.add("[\"" + h.key() + "\"," + json(h.value() == null ? null : ByteBuffer.wrap(h.value())) + "]");
            records.add("{\"offset\":" + r.offset() + ",\"timestamp\":" + r.timestamp() + ",\"key\":" + json(r.key()) + ",\"value\":" + json(r.value()) + ",\"headers\":" + headers + "}");
        }
        return "{\"baseOffset\":" + b.baseOffset() + ",\"lastOffset\":" + b.lastOffset() + ",\"leaderEpoch\":" + b.partitionLeaderEpoch()
            + ",\"codec\":\"" + b.compressionType().name + "\",\"timestampType\":\"" + b.timestampType() + "\",\"maxTimestamp\":" + b.maxTimestamp()
            + ",\"isTransactional\":" + b.isTransactional() + ",\"isControl\":" + b.isControlBatch() + ",\"producerId\":" + b.producerId()
            + ",\"producerEpoch\":" + b.producerEpoch() + ",\"baseSequence\":" + b.baseSequence() + ",\"count\":" + b.countOrNull() + ",\"records\":" + records + "}";
    }

    static String json(ByteBuffer bytes) {
        if (bytes == null) return "null";
        byte[] copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        return "\"" + (copy.length > 1024 ? "sha256:" + sha256(copy) : Base64.getEncoder().encodeToString(copy)) + "\"";
    }

    static String sha256(byte[] bytes) {
        try {
            return Base64.getEncoder().encodeToString(java.security.MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static SimpleRecord[] odd() {
        return new SimpleRecord[] {
            new SimpleRecord(T0, null, bytes("no key"), new Header[0]),
            new SimpleRecord(T0 - 86_400_000L, bytes("no value"), null, new Header[] {new RecordHeader("a", bytes("1")), new RecordHeader("a", (byte[]) null)}),
            new SimpleRecord(T0 + 86_400_000L * 60, new byte[0], new byte[0], new Header[] {new RecordHeader("", new byte[0]), new RecordHeader("\u00e4\u4e2d\ud83d\ude00", noise(300))}),
            new SimpleRecord(0, (byte[]) null, null),
        };
    }

    static SimpleRecord[] many(int count) {
        SimpleRecord[] records = new SimpleRecord[count];
        for (int i = 0; i < count; i++) records[i] = new SimpleRecord(T0 + i * 3L - (i % 5) * 20L, i % 3 == 0 ? null : bytes("key-" + i % 50), bytes("value " + i + " of " + count));
        return records;
    }

    static byte[] text(int size) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; text.length() < size; i++) text.append("line ").append(i % 1000).append(" of a long value; ");
        return bytes(text.substring(0, size));
    }

    static byte[] noise(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
