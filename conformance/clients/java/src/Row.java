import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * A record of the data set that all clients share. A line of the file is: timestamp TAB key TAB value TAB headers, bytes as
 * base64, "-" for null, headers as name=base64 (or name=-) with commas between.
 */
record Row(long timestamp, byte[] key, byte[] value, List<Header> headers) {
    static List<Row> load(String file) throws Exception {
        List<Row> rows = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of(file))) {
            String[] cells = line.split("\t", -1);
            List<Header> headers = new ArrayList<>();
            for (String header : cells[3].isEmpty() ? new String[0] : cells[3].split(",")) {
                int at = header.indexOf('=');
                headers.add(new RecordHeader(header.substring(0, at), bytes(header.substring(at + 1))));
            }
            rows.add(new Row(Long.parseLong(cells[0]), bytes(cells[1]), bytes(cells[2]), headers));
        }
        return rows;
    }

    private static byte[] bytes(String cell) {
        return cell.equals("-") ? null : Base64.getDecoder().decode(cell);
    }

    ProducerRecord<byte[], byte[]> to(String topic) {
        return new ProducerRecord<>(topic, 0, timestamp, key, value, headers);
    }

    /** Null when the record is this row byte for byte, else what differs. */
    String difference(ConsumerRecord<byte[], byte[]> record, boolean timestamps) {
        if (!Arrays.equals(key, record.key())) return "key";
        if (!Arrays.equals(value, record.value())) return "value";
        if (timestamps && timestamp != record.timestamp()) return "timestamp";
        Header[] got = record.headers().toArray();
        if (got.length != headers.size()) return "number of headers";
        for (int i = 0; i < got.length; i++) {
            if (!got[i].key().equals(headers.get(i).key()) || !Arrays.equals(got[i].value(), headers.get(i).value())) return "header " + i;
        }
        return null;
    }
}
