import static org.apache.kafka.clients.admin.AlterConfigOp.OpType.SET;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** Steps of the admin client. */
final class StepAdmin {
    private static final Map<String, Object> SOON = Map.of("default.api.timeout.ms", "10000", "request.timeout.ms", "5000");

    private StepAdmin() {}

    static boolean knows(Steps.Step step) {
        return !step.get("step").startsWith("produce") && Set.of("topics", "configs", "offsets", "records", "groups", "acls", "cluster")
            .contains(step.get("step").split("\\.")[0]);
    }

    static String run(Steps.Step step) throws Exception {
        try (Admin admin = Admin.create(step.client(SOON))) {
            return done(admin, step);
        }
    }

    private static String done(Admin admin, Steps.Step step) throws Exception {
        String topic = step.get("topic");
        String group = step.get("group");
        TopicPartition partition = new TopicPartition(topic, 0);
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        switch (step.get("step")) {
            case "topics.list":
                return seen(Client.done(admin.listTopics().names()).contains(topic));
            case "topics.describe":
                return Client.done(admin.describeTopics(List.of(topic)).allTopicNames()).get(topic).partitions().size() + " partitions";
            case "topics.create":
                Client.done(admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all());
                return "created";
            case "topics.delete":
                Client.done(admin.deleteTopics(List.of(topic)).all());
                return "deleted";
            case "topics.partitions":
                Client.done(admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(2))).all());
                return "2 partitions";
            case "configs.describe":
                return Client.done(admin.describeConfigs(List.of(resource)).all()).get(resource).entries().size() + " configs";
            case "configs.alter":
                Client.done(admin.incrementalAlterConfigs(Map.of(resource, List.of(new AlterConfigOp(new ConfigEntry("retention.ms", "7200000"), SET)))).all());
                return "altered";
            case "offsets.latest":
                return "offset " + Client.done(admin.listOffsets(Map.of(partition, OffsetSpec.latest())).all()).get(partition).offset();
            case "records.delete":
                return "from " + Client.done(admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(1))).lowWatermarks().get(partition)).lowWatermark();
            case "groups.list":
                return seen(Client.done(admin.listConsumerGroups().all()).stream().anyMatch(one -> one.groupId().equals(group)));
            case "groups.describe":
                return String.valueOf(Client.done(admin.describeConsumerGroups(List.of(group)).all()).get(group).members().size()) + " members";
            case "groups.delete":
                Client.done(admin.deleteConsumerGroups(List.of(group)).all());
                return "deleted";
            case "offsets.list":
                return "offset " + Client.done(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata()).get(partition).offset();
            case "offsets.alter":
                Client.done(admin.alterConsumerGroupOffsets(group, Map.of(partition, new OffsetAndMetadata(1))).all());
                return "offset 1";
            case "offsets.delete":
                Client.done(admin.deleteConsumerGroupOffsets(group, Set.of(partition)).all());
                return "deleted";
            case "acls.list":
                return Client.done(admin.describeAcls(AclBindingFilter.ANY).values()).isEmpty() ? "none" : "some";
            case "acls.create":
                Client.done(admin.createAcls(List.of(acl(step))).all());
                return "created";
            case "acls.delete":
                return Client.done(admin.deleteAcls(List.of(acl(step).toFilter())).all()).size() + " deleted";
            case "cluster.log-dirs":
                return Client.done(admin.describeLogDirs(List.of(1)).allDescriptions()).get(1).size() + " directories";
            case "cluster.reassignments":
                return Client.done(admin.listPartitionReassignments().reassignments()).size() + " reassignments";
            default:
                return null;
        }
    }

    private static String seen(boolean isThere) {
        return isThere ? "present" : "absent";
    }

    private static AclBinding acl(Steps.Step step) {
        return new AclBinding(
            new ResourcePattern(ResourceType.TOPIC, step.get("topic"), PatternType.LITERAL),
            new AccessControlEntry(step.get("principal"), "*", AclOperation.READ, AclPermissionType.ALLOW));
    }
}
