import static org.apache.kafka.clients.admin.AlterConfigOp.OpType.SET;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Life of a topic through the admin client. */
final class Topics {
    private final Client client;
    private final String topic;

    Topics(Client client) {
        this.client = client;
        this.topic = client.setting.name("topics");
    }

    void run() {
        Report.scenario("topics.create", this::create);
        Report.scenario("topics.describe", this::describe);
        Report.scenario("topics.configs", this::configs);
        Report.scenario("topics.alter", this::alter);
        Report.scenario("topics.partitions", this::partitions);
        Report.scenario("topics.delete", this::delete);
        Report.scenario("topics.auto-create", this::autoCreate);
        Report.scenario("error.unknown-topic", this::unknown);
    }

    private String create() throws Exception {
        client.topic("topics", 3, Map.of("retention.ms", "3600000"));
        try {
            client.topic("topics", 3, Map.of());
        } catch (ExecutionException refused) {
            Report.expect(refused.getCause() instanceof TopicExistsException, "created twice: " + refused.getCause());
            return "created; a second time refused";
        }
        throw new AssertionError("the same topic was created twice");
    }

    private TopicDescription description(Admin admin, String name) throws Exception {
        return Client.done(admin.describeTopics(List.of(name)).allTopicNames()).get(name);
    }

    private String describe() throws Exception {
        try (Admin admin = client.admin()) {
            TopicDescription description = description(admin, topic);
            Report.same(3, description.partitions().size(), "partitions");
            Report.expect(description.partitions().stream().allMatch(p -> p.leader() != null && p.isr().size() == 1), "leader and replica of each partition");
            return "id " + description.topicId();
        }
    }

    private Config config(Admin admin) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        return Client.done(admin.describeConfigs(List.of(resource)).all()).get(resource);
    }

    private String configs() throws Exception {
        try (Admin admin = client.admin()) {
            Config config = config(admin);
            Report.same("3600000", config.get("retention.ms").value(), "retention.ms");
            Report.same(ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG, config.get("retention.ms").source(), "source of retention.ms");
            Report.same("delete", config.get("cleanup.policy").value(), "cleanup.policy");
            Report.expect(config.get("cleanup.policy").isDefault(), "cleanup.policy is a default");
            return config.entries().size() + " configs";
        }
    }

    private String alter() throws Exception {
        try (Admin admin = client.admin()) {
            ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
            AlterConfigOp op = new AlterConfigOp(new ConfigEntry("retention.ms", "7200000"), SET);
            Client.done(admin.incrementalAlterConfigs(Map.of(resource, List.of(op))).all());
            Client.until(() -> value(admin, "retention.ms").equals("7200000"), "the new value of retention.ms");
            return "retention.ms 7200000";
        }
    }

    private String value(Admin admin, String key) {
        try {
            return config(admin).get(key).value();
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }

    private String partitions() throws Exception {
        try (Admin admin = client.admin()) {
            Client.done(admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(5))).all());
            Client.until(() -> count(admin) == 5, "five partitions");
            return "3 to 5";
        }
    }

    private int count(Admin admin) {
        try {
            return description(admin, topic).partitions().size();
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }

    private String delete() throws Exception {
        try (Admin admin = client.admin()) {
            Client.done(admin.deleteTopics(List.of(topic)).all());
            Client.until(() -> !names(admin).contains(topic), "the topic to go");
            return "gone from the list";
        }
    }

    private java.util.Set<String> names(Admin admin) {
        try {
            return Client.done(admin.listTopics().names());
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }

    private String autoCreate() throws Exception {
        String name = client.setting.name("auto");
        try (KafkaProducer<byte[], byte[]> producer = client.producer(Map.of())) {
            return "offset " + Client.done(producer.send(new ProducerRecord<>(name, new byte[] {1}))).offset();
        }
    }

    private String unknown() throws Exception {
        try (Admin admin = client.admin()) {
            description(admin, client.setting.name("nowhere"));
        } catch (ExecutionException refused) {
            Report.expect(refused.getCause() instanceof UnknownTopicOrPartitionException, "refused with " + refused.getCause());
            return "UNKNOWN_TOPIC_OR_PARTITION";
        }
        throw new AssertionError("a topic that does not exist was described");
    }
}
