package main

import (
	"crypto/rand"
	"fmt"
	"strconv"

	"github.com/IBM/sarama"
)

const idempotentRecords = 2000

// recordScenarios is records in and out: every codec, idempotence, offsets by time, deletion, the size limit.
func (r *run) recordScenarios() {
	for _, codec := range codecs {
		scenario("roundtrip."+codec.name, func() string {
			topic := r.topic("roundtrip-"+codec.name, 1, nil)
			r.write(topic, r.rows, codec.codec)
			return r.readAndCompare(topic, true)
		})
	}
	scenario("producer.idempotent", r.idempotent)
	scenario("list-offsets.timestamp", func() string {
		topic := r.topic("timestamps", 1, nil)
		r.write(topic, r.rows, sarama.CompressionNone)
		middle := len(r.rows) / 2
		same(int64(middle), r.offset(topic, r.rows[middle].timestamp.UnixMilli()), "offset of a timestamp")
		same(-1, r.offset(topic, r.rows[len(r.rows)-1].timestamp.UnixMilli()+1), "offset after the last timestamp")
		same(int64(len(r.rows)), r.offset(topic, sarama.OffsetNewest), "latest")
		return "middle, after the end, latest"
	})
	scenario("records.delete", func() string {
		topic := r.topic("deleted", 1, nil)
		r.write(topic, r.rows, sarama.CompressionNone)
		must(r.admin.DeleteRecords(topic, map[int32]int64{0: 7}))
		same(7, r.offset(topic, sarama.OffsetOldest), "earliest")
		same(7, r.read(topic, len(r.rows)-7)[0].Offset, "offset of the first record")
		return "log starts at 7"
	})
	scenario("error.too-large", func() string {
		limit, bytes := "2000", make([]byte, 10_000)
		must1(rand.Read(bytes))
		topic := r.topic("small", 1, map[string]*string{"max.message.bytes": &limit})
		producer := must1(sarama.NewSyncProducer(r.brokers(), r.config()))
		defer producer.Close()
		_, _, err := producer.SendMessage(&sarama.ProducerMessage{Topic: topic, Value: sarama.ByteEncoder(bytes)})
		return refusedWith(sarama.ErrMessageSizeTooLarge, err)
	})
}

func (r *run) offset(topic string, time int64) int64 {
	client := must1(sarama.NewClient(r.brokers(), r.config()))
	defer client.Close()
	return must1(client.GetOffset(topic, 0, time))
}

func (r *run) idempotent() string {
	topic := r.topic("idempotent", 1, nil)
	config := r.config()
	config.Producer.Idempotent, config.Producer.RequiredAcks = true, sarama.WaitForAll
	config.Net.MaxOpenRequests = 1 // sarama allows no other number with idempotence
	config.Producer.Flush.MaxMessages = 20
	producer := must1(sarama.NewSyncProducer(r.brokers(), config))
	defer producer.Close()
	var messages []*sarama.ProducerMessage
	for i := range idempotentRecords {
		messages = append(messages, &sarama.ProducerMessage{Topic: topic, Value: sarama.StringEncoder(strconv.Itoa(i))})
	}
	must(producer.SendMessages(messages))
	for i, message := range r.read(topic, idempotentRecords) {
		same(strconv.Itoa(i), string(message.Value), "value")
	}
	return fmt.Sprintf("%d records in order, each once", idempotentRecords)
}
