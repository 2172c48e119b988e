"""Classic consumer groups: membership, commits, their administration."""

from confluent_kafka import ConsumerGroupTopicPartitions, KafkaError, TopicPartition

from client import WAIT_SECONDS, polled, refused_with, same, scenario, until


class Groups:
    def __init__(self, client, rows):
        self.client = client
        self.rows = rows

    def run(self):
        scenario("group.members", self.members)
        scenario("group.resume", self.resume)
        scenario("group.static", self.static_member)
        scenario("group.cooperative", self.cooperative)
        scenario("offsets.list", self.list_offsets)
        scenario("offsets.reset", self.reset_offsets)
        scenario("offsets.delete-group", self.delete_group)

    @staticmethod
    def poll_until(members, sizes):
        def settled():
            for member in members:
                polled(member)
            return [len(member.assignment()) for member in members] == sizes

        until(settled, f"assignments of sizes {sizes}")

    def members(self):
        topic = self.client.topic("members", 4)
        one, two = self.client.consumer("g-members"), self.client.consumer("g-members")
        one.subscribe([topic])
        self.poll_until([one], [4])
        two.subscribe([topic])
        self.poll_until([one, two], [2, 2])
        same(4, len({p.partition for p in one.assignment() + two.assignment()}), "partitions of both")
        two.close()
        self.poll_until([one], [4])
        one.close()
        return "4, then 2 and 2, then 4"

    def resume(self):
        topic = self.client.topic("resume")
        self.client.write(topic, self.rows)
        one = self.client.consumer("g-resume")
        one.subscribe([topic])
        first = []

        def ten():
            message = one.poll(0.1)
            if message is not None and message.error() is None:
                first.append(message)
            return len(first) == 10

        until(ten, "the first ten records")
        one.commit(message=first[-1], asynchronous=False)
        one.close()
        two = self.client.consumer("g-resume")
        two.subscribe([topic])
        rest = []

        def all_of_it():
            rest.extend(polled(two))
            return len(rest) >= len(self.rows) - 10

        until(all_of_it, "the rest")
        same(10, rest[0].offset(), "first offset of the second member")
        same(len(self.rows) - 10, len(rest), "records of the second member")
        two.close()
        return "10 records, then the rest"

    def static_member(self):
        """KIP-345: a second member with the same instance id fences the first."""
        topic = self.client.topic("static", 2)
        one = self.client.consumer("g-static", **{"group.instance.id": "one"})
        one.subscribe([topic])
        self.poll_until([one], [2])
        one.close()
        again = self.client.consumer("g-static", **{"group.instance.id": "one"})
        again.subscribe([topic])
        self.poll_until([again], [2])
        usurper = self.client.consumer("g-static", **{"group.instance.id": "one"})
        usurper.subscribe([topic])
        self.poll_until([usurper], [2])
        offsets = [TopicPartition(topic, 0, 0)]
        name = refused_with(KafkaError.FENCED_INSTANCE_ID, lambda: again.commit(offsets=offsets, asynchronous=False))
        usurper.close()
        return f"returns; the older of two gets {name}"

    def cooperative(self):
        """KIP-429: only what moves is revoked."""
        topic = self.client.topic("cooperative", 4)
        strategy = {"partition.assignment.strategy": "cooperative-sticky"}
        one, two = self.client.consumer("g-cooperative", **strategy), self.client.consumer("g-cooperative", **strategy)
        revoked = []
        one.subscribe([topic], on_revoke=lambda _, partitions: revoked.extend(partitions))
        self.poll_until([one], [4])
        two.subscribe([topic])
        self.poll_until([one, two], [2, 2])
        same(2, len(revoked), "revoked partitions")
        one.close()
        two.close()
        return "2 of 4 revoked"

    def committed(self):
        request = [ConsumerGroupTopicPartitions(self.client.name("g-admin"))]
        listing = self.client.done(self.client.admin.list_consumer_group_offsets(request, request_timeout=WAIT_SECONDS))
        return listing.topic_partitions[0].offset

    def list_offsets(self):
        topic = self.client.topic("admin")
        self.client.write(topic, self.rows)
        member = self.client.consumer("g-admin")
        member.subscribe([topic])
        self.poll_until([member], [1])
        member.commit(offsets=[TopicPartition(topic, 0, 5)], asynchronous=False)
        same(5, self.committed(), "committed offset")
        futures = self.client.admin.describe_consumer_groups([self.client.name("g-admin")], request_timeout=WAIT_SECONDS)
        same(1, len(self.client.done(futures).members), "members")
        member.close()
        return "5, one member"

    def reset_offsets(self):
        offsets = [TopicPartition(self.client.name("admin"), 0, 1)]
        request = [ConsumerGroupTopicPartitions(self.client.name("g-admin"), offsets)]
        self.client.done(self.client.admin.alter_consumer_group_offsets(request, request_timeout=WAIT_SECONDS))
        same(1, self.committed(), "offset after the reset")
        return "5 to 1"

    def delete_group(self):
        group = self.client.name("g-admin")
        self.client.done(self.client.admin.delete_consumer_groups([group], request_timeout=WAIT_SECONDS))
        listing = self.client.admin.list_consumer_groups(request_timeout=WAIT_SECONDS).result(WAIT_SECONDS)
        assert group not in {g.group_id for g in listing.valid}, "the group is still listed"
        return "gone from the list"
