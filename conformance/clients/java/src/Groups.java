import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;

/** Classic consumer groups: membership, commits, their administration. */
final class Groups {
    private static final String COOPERATIVE = "org.apache.kafka.clients.consumer.CooperativeStickyAssignor";
    private final Client client;
    private final List<Row> rows;

    Groups(Client client, List<Row> rows) {
        this.client = client;
        this.rows = rows;
    }

    void run() {
        Report.scenario("group.members", this::members);
        Report.scenario("group.resume", this::resume);
        Report.scenario("group.static", this::staticMember);
        Report.scenario("group.cooperative", this::cooperative);
        Report.scenario("offsets.list", this::listOffsets);
        Report.scenario("offsets.reset", this::resetOffsets);
        Report.scenario("offsets.delete-group", this::deleteGroup);
    }

    private KafkaConsumer<byte[], byte[]> member(String group, Map<String, Object> more) {
        Map<String, Object> all = new java.util.HashMap<>(more);
        all.put("group.id", client.setting.name(group));
        return client.consumer(all);
    }

    private static void pollUntil(List<KafkaConsumer<byte[], byte[]>> members, List<Integer> sizes) {
        Client.until(() -> {
            for (KafkaConsumer<byte[], byte[]> member : members) member.poll(Client.POLL);
            return members.stream().map(member -> member.assignment().size()).toList().equals(sizes);
        }, "assignments of sizes " + sizes);
    }

    private String members() throws Exception {
        String topic = client.topic("members", 4, Map.of());
        try (KafkaConsumer<byte[], byte[]> one = member("g-members", Map.of()); KafkaConsumer<byte[], byte[]> two = member("g-members", Map.of())) {
            one.subscribe(List.of(topic));
            pollUntil(List.of(one), List.of(4));
            two.subscribe(List.of(topic));
            pollUntil(List.of(one, two), List.of(2, 2));
            Set<TopicPartition> all = new HashSet<>(one.assignment());
            all.addAll(two.assignment());
            Report.same(4, all.size(), "partitions of both");
            two.unsubscribe();
            pollUntil(List.of(one), List.of(4));
        }
        return "4, then 2 and 2, then 4";
    }

    private String resume() throws Exception {
        String topic = client.topic("resume", 1, Map.of());
        client.write(topic, rows, Map.of());
        int first;
        try (KafkaConsumer<byte[], byte[]> one = member("g-resume", Map.of("max.poll.records", "10"))) {
            one.subscribe(List.of(topic));
            List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
            Client.until(() -> {
                one.poll(Client.POLL).forEach(records::add);
                return !records.isEmpty();
            }, "the first records");
            one.commitSync(Map.of(new TopicPartition(topic, 0), new OffsetAndMetadata(records.size(), "note")));
            first = records.size();
        }
        try (KafkaConsumer<byte[], byte[]> two = member("g-resume", Map.of())) {
            two.subscribe(List.of(topic));
            List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
            Client.until(() -> {
                two.poll(Client.POLL).forEach(records::add);
                return records.size() >= rows.size() - first;
            }, "the rest");
            Report.same((long) first, records.get(0).offset(), "first offset of the second member");
            Report.same(rows.size() - first, records.size(), "records of the second member");
            OffsetAndMetadata committed = two.committed(Set.of(new TopicPartition(topic, 0))).get(new TopicPartition(topic, 0));
            Report.same("note", committed.metadata(), "metadata of the commit");
        }
        return first + " records, then the rest";
    }

    /** KIP-345: a static member that comes back in time gets its partitions without a rebalance; a second one fences it. */
    private String staticMember() throws Exception {
        String topic = client.topic("static", 2, Map.of());
        Map<String, Object> named = Map.of("group.instance.id", "one");
        KafkaConsumer<byte[], byte[]> one = member("g-static", named);
        one.subscribe(List.of(topic));
        pollUntil(List.of(one), List.of(2));
        int generation = one.groupMetadata().generationId();
        one.close();
        try (KafkaConsumer<byte[], byte[]> again = member("g-static", named)) {
            again.subscribe(List.of(topic));
            pollUntil(List.of(again), List.of(2));
            Report.same(generation, again.groupMetadata().generationId(), "generation after the return");
            try (KafkaConsumer<byte[], byte[]> usurper = member("g-static", named)) {
                usurper.subscribe(List.of(topic));
                pollUntil(List.of(usurper), List.of(2));
                try {
                    again.commitSync(Map.of(new TopicPartition(topic, 0), new OffsetAndMetadata(0)));
                } catch (FencedInstanceIdException fenced) {
                    return "same generation after return; the older of two is fenced";
                } catch (CommitFailedException noGeneration) {
                    return "same generation after return; the older of two, " + fencedByPoll(again);
                }
                throw new AssertionError("two members with one instance id can commit");
            }
        }
    }

    /** When the heartbeat was refused before the commit, the member has no generation any more and the next poll says why. */
    private static String fencedByPoll(KafkaConsumer<byte[], byte[]> member) {
        try {
            Client.until(() -> {
                member.poll(Client.POLL);
                return false;
            }, "the fenced member to learn of it");
        } catch (FencedInstanceIdException fenced) {
            return "whose heartbeat came first, is fenced";
        }
        throw new AssertionError("two members with one instance id live on");
    }

    /** KIP-429: only what moves is revoked. */
    private String cooperative() throws Exception {
        String topic = client.topic("cooperative", 4, Map.of());
        Map<String, Object> strategy = Map.of("partition.assignment.strategy", COOPERATIVE);
        List<TopicPartition> revoked = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> one = member("g-cooperative", strategy); KafkaConsumer<byte[], byte[]> two = member("g-cooperative", strategy)) {
            one.subscribe(List.of(topic), new ConsumerRebalanceListener() {
                @Override public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
                    revoked.addAll(partitions);
                }

                @Override public void onPartitionsAssigned(Collection<TopicPartition> partitions) {}
            });
            pollUntil(List.of(one), List.of(4));
            two.subscribe(List.of(topic));
            pollUntil(List.of(one, two), List.of(2, 2));
            Report.same(2, revoked.size(), "revoked partitions");
        }
        return "2 of 4 revoked";
    }

    private long committed(Admin admin, TopicPartition partition) throws Exception {
        return Client.done(admin.listConsumerGroupOffsets(client.setting.name("g-admin")).partitionsToOffsetAndMetadata()).get(partition).offset();
    }

    private String listOffsets() throws Exception {
        String topic = client.topic("admin", 1, Map.of());
        client.write(topic, rows, Map.of());
        TopicPartition partition = new TopicPartition(topic, 0);
        try (KafkaConsumer<byte[], byte[]> member = member("g-admin", Map.of()); Admin admin = client.admin()) {
            member.subscribe(List.of(topic));
            pollUntil(List.of(member), List.of(1));
            member.commitSync(Map.of(partition, new OffsetAndMetadata(5)));
            Report.same(5L, committed(admin, partition), "committed offset");
            String group = client.setting.name("g-admin");
            Report.same(1, Client.done(admin.describeConsumerGroups(List.of(group)).all()).get(group).members().size(), "members");
        }
        return "5, one member";
    }

    private String resetOffsets() throws Exception {
        TopicPartition partition = new TopicPartition(client.setting.name("admin"), 0);
        try (Admin admin = client.admin()) {
            Client.done(admin.alterConsumerGroupOffsets(client.setting.name("g-admin"), Map.of(partition, new OffsetAndMetadata(1))).all());
            Report.same(1L, committed(admin, partition), "offset after the reset");
        }
        return "5 to 1";
    }

    private String deleteGroup() throws Exception {
        String group = client.setting.name("g-admin");
        try (Admin admin = client.admin()) {
            Client.done(admin.deleteConsumerGroups(List.of(group)).all());
            Set<String> left = Client.done(admin.listConsumerGroups().all()).stream().map(g -> g.groupId()).collect(Collectors.toSet());
            Report.expect(!left.contains(group), "the group is still listed");
        }
        return "gone from the list";
    }
}
