package main

import (
	"slices"

	"github.com/IBM/sarama"
)

// topics is the life of a topic through the admin client.
func (r *run) topics() {
	topic := r.name("topics")
	describe := func(name string) *sarama.TopicMetadata { return must1(r.admin.DescribeTopics([]string{name}))[0] }
	config := func(key string) sarama.ConfigEntry {
		entries := must1(r.admin.DescribeConfig(sarama.ConfigResource{Type: sarama.TopicResource, Name: topic}))
		at := slices.IndexFunc(entries, func(entry sarama.ConfigEntry) bool { return entry.Name == key })
		expect(at >= 0, "no config %s", key)
		return entries[at]
	}
	scenario("topics.create", func() string {
		hour := "3600000"
		r.topic("topics", 3, map[string]*string{"retention.ms": &hour})
		return refusedWith(sarama.ErrTopicAlreadyExists, r.admin.CreateTopic(topic, &sarama.TopicDetail{NumPartitions: 3, ReplicationFactor: 1}, false))
	})
	scenario("topics.describe", func() string {
		described := describe(topic)
		same(3, len(described.Partitions), "partitions")
		for _, partition := range described.Partitions {
			expect(partition.Leader >= 0 && len(partition.Isr) == 1, "leader and replica of each partition")
		}
		return "id " + described.Uuid.String()
	})
	scenario("topics.configs", func() string {
		same("3600000", config("retention.ms").Value, "retention.ms")
		same(sarama.SourceTopic, config("retention.ms").Source, "source of retention.ms")
		same("delete", config("cleanup.policy").Value, "cleanup.policy")
		same(sarama.SourceDefault, config("cleanup.policy").Source, "source of cleanup.policy")
		return "retention.ms and cleanup.policy"
	})
	scenario("topics.alter", func() string {
		value := "7200000"
		must(r.admin.IncrementalAlterConfig(sarama.TopicResource, topic, map[string]sarama.IncrementalAlterConfigsEntry{
			"retention.ms": {Operation: sarama.IncrementalAlterConfigsOperationSet, Value: &value},
		}, false))
		until(func() bool { return config("retention.ms").Value == value }, "the new value of retention.ms")
		return "retention.ms 7200000"
	})
	scenario("topics.partitions", func() string {
		must(r.admin.CreatePartitions(topic, 5, nil, false))
		until(func() bool { return len(describe(topic).Partitions) == 5 }, "five partitions")
		return "3 to 5"
	})
	scenario("topics.delete", func() string {
		must(r.admin.DeleteTopic(topic))
		until(func() bool { _, isThere := must1(r.admin.ListTopics())[topic]; return !isThere }, "the topic to go")
		return "gone from the list"
	})
	scenario("topics.auto-create", func() string {
		producer := must1(sarama.NewSyncProducer(r.brokers(), r.config()))
		defer producer.Close()
		_, _, err := producer.SendMessage(&sarama.ProducerMessage{Topic: r.name("auto"), Value: sarama.StringEncoder("1")})
		must(err)
		return "produced to a new topic"
	})
	scenario("error.unknown-topic", func() string {
		return refusedWith(sarama.ErrUnknownTopicOrPartition, describe(r.name("nowhere")).Err)
	})
}
