package main

import (
	"context"
	"sync"

	"github.com/IBM/sarama"
)

// A member of a group that keeps what it was assigned and what it read.
type member struct {
	group      sarama.ConsumerGroup
	stop       context.CancelFunc
	done       chan struct{}
	commitAt   int64 // commit this offset when it is reached; 0 for never
	mutex      sync.Mutex
	partitions []int32
	offsets    []int64
	session    sarama.ConsumerGroupSession
	failed     error
}

func (m *member) Setup(session sarama.ConsumerGroupSession) error {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	m.session, m.partitions = session, nil
	for _, partitions := range session.Claims() {
		m.partitions = append(m.partitions, partitions...)
	}
	return nil
}

func (m *member) Cleanup(sarama.ConsumerGroupSession) error { return nil }

func (m *member) ConsumeClaim(session sarama.ConsumerGroupSession, claim sarama.ConsumerGroupClaim) error {
	for message := range claim.Messages() {
		m.mutex.Lock()
		m.offsets = append(m.offsets, message.Offset)
		m.mutex.Unlock()
		if m.commitAt == message.Offset+1 {
			session.MarkOffset(claim.Topic(), claim.Partition(), m.commitAt, "note")
			session.Commit()
			m.commitAt = 0
		}
	}
	return nil
}

func (m *member) holds() int {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	return len(m.partitions)
}

func (m *member) seen() []int64 {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	return append([]int64{}, m.offsets...)
}

func (m *member) generation() int32 {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	return m.session.GenerationID()
}

func (m *member) failure() error {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	return m.failed
}

func (m *member) leave() {
	m.stop()
	<-m.done
	_ = m.group.Close()
}

func (r *run) join(group, topic string, commitAt int64, change func(*sarama.Config)) *member {
	config := r.config()
	config.Consumer.Return.Errors = false
	if change != nil {
		change(config)
	}
	ctx, stop := context.WithCancel(context.Background())
	m := &member{group: must1(sarama.NewConsumerGroup(r.brokers(), r.name(group), config)), stop: stop, done: make(chan struct{}), commitAt: commitAt}
	go func() {
		defer close(m.done)
		// Consume returns at each rebalance and is to be called again.
		for ctx.Err() == nil {
			if err := m.group.Consume(ctx, []string{topic}, m); err != nil {
				m.mutex.Lock()
				m.failed = err
				m.mutex.Unlock()
				return
			}
		}
	}()
	return m
}

func (r *run) groups() {
	scenario("group.members", func() string {
		topic := r.topic("members", 4, nil)
		one := r.join("g-members", topic, 0, nil)
		defer one.leave()
		until(func() bool { return one.holds() == 4 }, "all partitions")
		two := r.join("g-members", topic, 0, nil)
		until(func() bool { return one.holds() == 2 && two.holds() == 2 }, "two partitions each")
		two.leave()
		until(func() bool { return one.holds() == 4 }, "all partitions again")
		return "4, then 2 and 2, then 4"
	})
	scenario("group.resume", func() string {
		topic := r.topic("resume", 1, nil)
		r.write(topic, r.rows, sarama.CompressionNone)
		one := r.join("g-resume", topic, 10, nil)
		until(func() bool { return len(one.seen()) >= 10 }, "the first ten records")
		one.leave()
		two := r.join("g-resume", topic, 0, nil)
		defer two.leave()
		until(func() bool { return len(two.seen()) >= len(r.rows)-10 }, "the rest")
		same(10, two.seen()[0], "first offset of the second member")
		same(len(r.rows)-10, len(two.seen()), "records of the second member")
		return "10 records, then the rest"
	})
	scenario("group.static", r.staticMember)
	notOffered("group.cooperative", "sarama rebalances eagerly only")
	r.groupAdmin()
}

// staticMember: one that comes back in time finds its generation (KIP-345); the older of two with one id is fenced.
func (r *run) staticMember() string {
	topic := r.topic("static", 2, nil)
	named := func(config *sarama.Config) { config.Consumer.Group.InstanceId = "one" }
	one := r.join("g-static", topic, 0, named)
	until(func() bool { return one.holds() == 2 }, "both partitions")
	generation := one.generation()
	one.leave()
	again := r.join("g-static", topic, 0, named)
	until(func() bool { return again.holds() == 2 }, "both partitions after the return")
	same(generation, again.generation(), "generation after the return")
	usurper := r.join("g-static", topic, 0, named)
	defer usurper.leave()
	until(func() bool { return usurper.holds() == 2 }, "both partitions of the second member")
	until(func() bool { return again.failure() != nil }, "the older member to be fenced")
	return "same generation after return; the older of two: " + refusedWith(sarama.ErrFencedInstancedId, again.failure())
}

func (r *run) groupAdmin() {
	group, topic := r.name("g-admin"), r.name("admin")
	committed := func() int64 {
		response := must1(r.admin.ListConsumerGroupOffsets(group, map[string][]int32{topic: {0}}))
		return response.GetBlock(topic, 0).Offset
	}
	scenario("offsets.list", func() string {
		r.topic("admin", 1, nil)
		r.write(topic, r.rows, sarama.CompressionNone)
		one := r.join("g-admin", topic, 5, nil)
		defer one.leave()
		until(func() bool { return committed() == 5 }, "the committed offset")
		same(1, len(must1(r.admin.DescribeConsumerGroups([]string{group}))[0].Members), "members")
		return "5, one member"
	})
	scenario("offsets.reset", func() string {
		client := must1(sarama.NewClient(r.brokers(), r.config()))
		defer client.Close()
		manager := must1(sarama.NewOffsetManagerFromClient(group, client))
		defer manager.Close()
		partition := must1(manager.ManagePartition(topic, 0))
		partition.ResetOffset(1, "")
		manager.Commit()
		// Without automatic commits nothing would end a Close, which waits for its last one.
		partition.AsyncClose()
		until(func() bool { return committed() == 1 }, "the offset after the reset")
		return "5 to 1"
	})
	scenario("offsets.delete-group", func() string {
		must(r.admin.DeleteConsumerGroup(group))
		_, isThere := must1(r.admin.ListConsumerGroups())[group]
		expect(!isThere, "the group is still listed")
		return "gone from the list"
	})
}
