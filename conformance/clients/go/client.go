package main

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/IBM/sarama"
)

var codecs = []struct {
	name  string
	codec sarama.CompressionCodec
}{
	{"none", sarama.CompressionNone}, {"gzip", sarama.CompressionGZIP}, {"snappy", sarama.CompressionSnappy},
	{"lz4", sarama.CompressionLZ4}, {"zstd", sarama.CompressionZSTD},
}

// A row is a line of the shared data file: timestamp TAB key TAB value TAB headers; base64, "-" for null, name=base64 with commas between.
type row struct {
	timestamp  time.Time
	key, value []byte
	headers    []sarama.RecordHeader
}

type run struct {
	mode   string
	values map[string]string
	rows   []row
	admin  sarama.ClusterAdmin
}

func open(args []string) *run {
	values := map[string]string{}
	for _, arg := range args[1:] {
		key, value, _ := strings.Cut(arg, "=")
		values[key] = value
	}
	r := &run{mode: args[0], values: values, rows: load(values["data"])}
	r.admin = must1(sarama.NewClusterAdmin(r.brokers(), r.config()))
	return r
}

func (r *run) brokers() []string { return strings.Split(r.values["bootstrap"], ",") }

func (r *run) name(what string) string { return r.values["prefix"] + "-" + what }

func (r *run) config() *sarama.Config {
	config := sarama.NewConfig()
	config.Version = sarama.MaxVersion
	config.ClientID = r.name("sarama")
	config.Producer.Return.Successes = true
	config.Producer.Partitioner = sarama.NewManualPartitioner
	config.Consumer.Offsets.Initial = sarama.OffsetOldest
	config.Consumer.Offsets.AutoCommit.Enable = false
	config.Consumer.Group.Session.Timeout = 10 * time.Second
	config.Consumer.Group.Heartbeat.Interval = 500 * time.Millisecond
	if ca := r.values["ca"]; ca != "" {
		roots := x509.NewCertPool()
		roots.AppendCertsFromPEM(must1(os.ReadFile(ca)))
		config.Net.TLS.Enable, config.Net.TLS.Config = true, &tls.Config{RootCAs: roots}
		config.Net.SASL.Enable, config.Net.SASL.Mechanism = true, sarama.SASLTypePlaintext
		config.Net.SASL.User, config.Net.SASL.Password = r.values["user"], r.values["password"]
	}
	return config
}

func load(file string) []row {
	var rows []row
	for _, line := range strings.Split(strings.TrimSuffix(string(must1(os.ReadFile(file))), "\n"), "\n") {
		cells := strings.Split(line, "\t")
		one := row{time.UnixMilli(must1(strconv.ParseInt(cells[0], 10, 64))), decoded(cells[1]), decoded(cells[2]), nil}
		for _, header := range strings.FieldsFunc(cells[3], func(c rune) bool { return c == ',' }) {
			name, value, _ := strings.Cut(header, "=")
			one.headers = append(one.headers, sarama.RecordHeader{Key: []byte(name), Value: decoded(value)})
		}
		rows = append(rows, one)
	}
	return rows
}

// decoded gives nil for null and an empty slice that is not nil for no bytes.
func decoded(cell string) []byte {
	if cell == "-" {
		return nil
	}
	return append([]byte{}, must1(base64.StdEncoding.DecodeString(cell))...)
}

func (r *run) topic(what string, partitions int32, configs map[string]*string) string {
	topic := r.name(what)
	must(r.admin.CreateTopic(topic, &sarama.TopicDetail{NumPartitions: partitions, ReplicationFactor: 1, ConfigEntries: configs}, false))
	until(func() bool {
		described, err := r.admin.DescribeTopics([]string{topic})
		return err == nil && described[0].Err == sarama.ErrNoError && len(described[0].Partitions) == int(partitions)
	}, "the new topic")
	return topic
}

func encoder(bytes []byte) sarama.Encoder {
	if bytes == nil {
		return nil
	}
	return sarama.ByteEncoder(bytes)
}

func (r *run) write(topic string, rows []row, codec sarama.CompressionCodec) {
	config := r.config()
	config.Producer.Compression = codec
	producer := must1(sarama.NewSyncProducer(r.brokers(), config))
	defer producer.Close()
	var messages []*sarama.ProducerMessage
	for _, one := range rows {
		messages = append(messages, &sarama.ProducerMessage{
			Topic: topic, Key: encoder(one.key), Value: encoder(one.value), Headers: one.headers, Timestamp: one.timestamp,
		})
	}
	if err := producer.SendMessages(messages); err != nil {
		if several, is := err.(sarama.ProducerErrors); is {
			err = several[0].Err
		}
		must(err)
	}
}

// read gives the records of partition 0 from its beginning.
func (r *run) read(topic string, count int) []*sarama.ConsumerMessage {
	consumer := must1(sarama.NewConsumer(r.brokers(), r.config()))
	defer consumer.Close()
	partition := must1(consumer.ConsumePartition(topic, 0, sarama.OffsetOldest))
	defer partition.Close()
	var messages []*sarama.ConsumerMessage
	late := time.After(wait)
	for len(messages) < count {
		select {
		case message := <-partition.Messages():
			messages = append(messages, message)
		case <-late:
			expect(false, "waited too long for records of %s: %d of %d", topic, len(messages), count)
		}
	}
	return messages
}

func (r *run) readAndCompare(topic string, timestamps bool) string {
	for i, message := range r.read(topic, len(r.rows)) {
		difference := r.rows[i].difference(message, timestamps)
		expect(difference == "", "record %d differs in its %s", i, difference)
	}
	return fmt.Sprintf("%d records", len(r.rows))
}

func (one row) difference(message *sarama.ConsumerMessage, timestamps bool) string {
	switch {
	case !sameBytes(one.key, message.Key):
		return "key"
	case !sameBytes(one.value, message.Value):
		return "value"
	case timestamps && !one.timestamp.Equal(message.Timestamp):
		return "timestamp"
	case len(one.headers) != len(message.Headers):
		return "number of headers"
	}
	for i, header := range one.headers {
		if !sameBytes(header.Key, message.Headers[i].Key) || !sameBytes(header.Value, message.Headers[i].Value) {
			return fmt.Sprintf("header %d", i)
		}
	}
	return ""
}

// sameBytes tells null from no bytes.
func sameBytes(a, b []byte) bool { return (a == nil) == (b == nil) && bytes.Equal(a, b) }
