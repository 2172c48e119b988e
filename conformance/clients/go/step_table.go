package main

import (
	"fmt"
	"strconv"
	"time"

	"github.com/IBM/sarama"
)

const sendersMax = 8

var heldProducer sarama.SyncProducer

var stepTable map[string]func(step) string

// Steps that need the table themselves would make its initialisation a cycle.
func init() {
	stepTable = map[string]func(step) string{
		"produce":           func(s step) string { return s.produce(nil) },
		"produce.new-topic": func(s step) string { return s.produce(func(c *sarama.Config) { c.Metadata.Retry.Max = 3 }) },
		"produce.idempotent": func(s step) string {
			return s.produce(func(c *sarama.Config) {
				c.Producer.Idempotent, c.Producer.RequiredAcks, c.Net.MaxOpenRequests = true, sarama.WaitForAll, 1
				c.Producer.Retry.Max = 1 // sarama allows no idempotence without
			})
		},
		"hold": func(s step) string {
			heldProducer = s.producer(nil)
			return s.send(heldProducer)
		},
		"held":     func(s step) string { return s.send(heldProducer) },
		"consume":  step.consume,
		"fetch":    step.fetch,
		"throttle": step.throttle,
		"topics.list": asAdmin(func(admin sarama.ClusterAdmin, s step) string {
			_, isThere := fine1(admin.ListTopics())[s["topic"]]
			return seen(isThere)
		}),
		"topics.describe": asAdmin(func(admin sarama.ClusterAdmin, s step) string {
			described := fine1(admin.DescribeTopics([]string{s["topic"]}))[0]
			kafka(described.Err)
			return fmt.Sprintf("%d partitions", len(described.Partitions))
		}),
		"topics.create": asAdmin(func(admin sarama.ClusterAdmin, s step) string {
			fine(admin.CreateTopic(s["topic"], &sarama.TopicDetail{NumPartitions: 1, ReplicationFactor: 1}, false))
			return "created"
		}),
		"topics.delete": asAdmin(func(admin sarama.ClusterAdmin, s step) string {
			fine(admin.DeleteTopic(s["topic"]))
			return "deleted"
		}),
		"topics.partitions": asAdmin(func(admin sarama.ClusterAdmin, s step) string {
			fine(admin.CreatePartitions(s["topic"], 2, nil, false))
			return "2 partitions"
		}),
		"configs.describe": asAdmin(func(admin sarama.ClusterAdmin, s step) string {
			entries := fine1(admin.DescribeConfig(sarama.ConfigResource{Type: sarama.TopicResource, Name: s["topic"]}))
			return fmt.Sprintf("%d configs", len(entries))
		}),
		"configs.alter": asAdmin(func(admin sarama.ClusterAdmin, s step) string {
			value := "7200000"
			fine(admin.IncrementalAlterConfig(sarama.TopicResource, s["topic"], map[string]sarama.IncrementalAlterConfigsEntry{
				"retention.ms": {Operation: sarama.IncrementalAlterConfigsOperationSet, Value: &value},
			}, false))
			return "altered"
		}),
		"offsets.latest": func(s step) string {
			client := fine1(sarama.NewClient(s.brokers(), s.config()))
			defer client.Close()
			return fmt.Sprintf("offset %d", fine1(client.GetOffset(s["topic"], 0, sarama.OffsetNewest)))
		},
		"records.delete": asAdmin(func(admin sarama.ClusterAdmin, s step) string {
			fine(admin.DeleteRecords(s["topic"], map[int32]int64{0: 1}))
			return "from 1"
		}),
		"groups.list": asAdmin(func(admin sarama.ClusterAdmin, s step) string {
			_, isThere := fine1(admin.ListConsumerGroups())[s["group"]]
			return seen(isThere)
		}),
		"groups.describe": asAdmin(func(admin sarama.ClusterAdmin, s step) string {
			described := fine1(admin.DescribeConsumerGroups([]string{s["group"]}))[0]
			kafka(described.Err)
			return fmt.Sprintf("%d members", len(described.Members))
		}),
		"groups.delete": asAdmin(func(admin sarama.ClusterAdmin, s step) string {
			fine(admin.DeleteConsumerGroup(s["group"]))
			return "deleted"
		}),
		"offsets.list": asAdmin(func(admin sarama.ClusterAdmin, s step) string {
			response := fine1(admin.ListConsumerGroupOffsets(s["group"], map[string][]int32{s["topic"]: {0}}))
			kafka(response.Err)
			block := response.GetBlock(s["topic"], 0)
			kafka(block.Err)
			return fmt.Sprintf("offset %d", block.Offset)
		}),
		"offsets.alter": step.alterOffsets,
		"offsets.delete": asAdmin(func(admin sarama.ClusterAdmin, s step) string {
			fine(admin.DeleteConsumerGroupOffset(s["group"], s["topic"], 0))
			return "deleted"
		}),
		"acls.list": asAdmin(func(admin sarama.ClusterAdmin, s step) string {
			found := fine1(admin.ListAcls(sarama.AclFilter{
				Version: 1, ResourceType: sarama.AclResourceAny, ResourcePatternTypeFilter: sarama.AclPatternAny,
				Operation: sarama.AclOperationAny, PermissionType: sarama.AclPermissionAny,
			}))
			if len(found) == 0 {
				return "none"
			}
			return "some"
		}),
		"acls.create": asAdmin(func(admin sarama.ClusterAdmin, s step) string {
			fine(admin.CreateACL(
				sarama.Resource{ResourceType: sarama.AclResourceTopic, ResourceName: s["topic"], ResourcePatternType: sarama.AclPatternLiteral},
				sarama.Acl{Principal: s["principal"], Host: "*", Operation: sarama.AclOperationRead, PermissionType: sarama.AclPermissionAllow}))
			return "created"
		}),
		"acls.delete": asAdmin(func(admin sarama.ClusterAdmin, s step) string {
			topic, principal, host := s["topic"], s["principal"], "*"
			deleted := fine1(admin.DeleteACL(sarama.AclFilter{
				Version: 1, ResourceType: sarama.AclResourceTopic, ResourceName: &topic, ResourcePatternTypeFilter: sarama.AclPatternLiteral,
				Principal: &principal, Host: &host, Operation: sarama.AclOperationRead, PermissionType: sarama.AclPermissionAllow,
			}, false))
			return fmt.Sprintf("%d deleted", len(deleted))
		}),
		"cluster.log-dirs": asAdmin(func(admin sarama.ClusterAdmin, s step) string {
			found := fine1(admin.DescribeLogDirs([]int32{1}))[1]
			expect(len(found) > 0, "no directory")
			kafka(found[0].ErrorCode)
			return fmt.Sprintf("%d directories", len(found))
		}),
	}
}

func asAdmin(ask func(sarama.ClusterAdmin, step) string) func(step) string {
	return func(s step) string {
		admin := fine1(sarama.NewClusterAdmin(s.brokers(), s.config()))
		defer admin.Close()
		return ask(admin, s)
	}
}

func kafka(err sarama.KError) {
	if err != sarama.ErrNoError {
		panic(refusal{err})
	}
}

func seen(isThere bool) string {
	if isThere {
		return "present"
	}
	return "absent"
}

// alterOffsets asks the coordinator itself: the offset manager tries again without end.
func (s step) alterOffsets() string {
	client := fine1(sarama.NewClient(s.brokers(), s.config()))
	defer client.Close()
	coordinator := fine1(client.Coordinator(s["group"]))
	request := &sarama.OffsetCommitRequest{ConsumerGroup: s["group"], ConsumerGroupGeneration: sarama.GroupGenerationUndefined, Version: 2, RetentionTime: -1}
	request.AddBlock(s["topic"], 0, 1, 0, "")
	kafka(fine1(coordinator.CommitOffset(request)).Errors[s["topic"]][0])
	return "offset 1"
}

// throttle sends as fast as it goes and counts after the burst that a quota allows: MB (1e6 bytes) per second, and the longest throttle time in ms.
func (s step) throttle() string {
	config := s.config()
	client := fine1(sarama.NewClient(s.brokers(), config))
	defer client.Close()
	producer := fine1(sarama.NewSyncProducerFromClient(client))
	bytes := make([]byte, must1(strconv.Atoi(s["recordBytes"])))
	from := time.Now().Add(time.Duration(must1(strconv.Atoi(s["burstMs"]))) * time.Millisecond)
	end := from.Add(time.Duration(must1(strconv.Atoi(s["countedMs"]))) * time.Millisecond)
	sums := make(chan int)
	for range sendersMax {
		go func() {
			sum := 0
			for time.Now().Before(end) {
				_, _, err := producer.SendMessage(&sarama.ProducerMessage{Topic: s["topic"], Value: sarama.ByteEncoder(bytes)})
				if err != nil {
					break
				}
				if now := time.Now(); now.After(from) && now.Before(end) {
					sum += len(bytes)
				}
			}
			sums <- sum
		}()
	}
	sum := 0
	for range sendersMax {
		sum += <-sums
	}
	longest := int64(0)
	for name, values := range config.MetricRegistry.GetAll() {
		if max, is := values["max"].(int64); is && len(name) > 8 && name[:8] == "throttle" && max > longest {
			longest = max
		}
	}
	return fmt.Sprintf("%.4f %d", float64(sum)/1e6/end.Sub(from).Seconds(), longest)
}
