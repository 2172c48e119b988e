package main

import (
	"bufio"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"regexp"
	"time"

	"github.com/IBM/sarama"
)

// A step is a line of input: `step`, `bootstrap`, `ca`, `user`, `password` and what the step needs.
type step map[string]string

// A refusal carries the error to the answer.
type refusal struct{ err error }

// steps does what it is told, one answer a line. Each step is a client of its own, but for those that are held.
func steps() {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var s step
		must(json.Unmarshal(lines.Bytes(), &s))
		_ = json.NewEncoder(os.Stdout).Encode(s.answer())
	}
}

func (s step) answer() (answer map[string]any) {
	known, is := stepTable[s["step"]]
	if !is {
		return map[string]any{"skip": missing[s["step"]]}
	}
	defer func() {
		if failed := recover(); failed != nil {
			answer = map[string]any{"ok": false, "error": fmt.Sprint(failed), "detail": fmt.Sprint(failed)}
			if refused, is := failed.(refusal); is {
				answer["error"], answer["detail"] = errorName(refused.err), refused.err.Error()
			}
		}
	}()
	return map[string]any{"ok": true, "value": known(s)}
}

var missing = map[string]string{"cluster.reassignments": "sarama does not look at the error of that answer"}

// fine is must for steps: the error is what a user would test for.
func fine(err error) {
	if err != nil {
		panic(refusal{err})
	}
}

func fine1[T any](value T, err error) T {
	fine(err)
	return value
}

var errorNames = map[sarama.KError]string{
	sarama.ErrTopicAuthorizationFailed: "ErrTopicAuthorizationFailed", sarama.ErrGroupAuthorizationFailed: "ErrGroupAuthorizationFailed",
	sarama.ErrClusterAuthorizationFailed: "ErrClusterAuthorizationFailed", sarama.ErrSASLAuthenticationFailed: "ErrSASLAuthenticationFailed",
}

// errorName gives the constant that errors.Is is true for. Where sarama wraps in words alone, those words.
func errorName(err error) string {
	var several sarama.ProducerErrors
	if errors.As(err, &several) {
		err = several[0].Err
	}
	for kafka, name := range errorNames {
		if errors.Is(err, kafka) || regexp.MustCompile(regexp.QuoteMeta(kafka.Error())).MatchString(err.Error()) {
			return name
		}
	}
	return err.Error()
}

func (s step) config() *sarama.Config {
	config := sarama.NewConfig()
	config.Version = sarama.MaxVersion
	config.ClientID = "steps"
	config.Producer.Return.Successes = true
	config.Producer.Partitioner = sarama.NewManualPartitioner
	config.Producer.Retry.Max, config.Metadata.Retry.Max, config.Admin.Retry.Max = 0, 0, 0
	config.Consumer.Group.Rebalance.Retry.Max = 0
	config.Consumer.Offsets.Initial = sarama.OffsetOldest
	config.Consumer.Return.Errors = true
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(must1(os.ReadFile(s["ca"])))
	config.Net.TLS.Enable, config.Net.TLS.Config = true, &tls.Config{RootCAs: roots}
	config.Net.SASL.Enable, config.Net.SASL.Mechanism = true, sarama.SASLTypePlaintext
	config.Net.SASL.User, config.Net.SASL.Password = s["user"], s["password"]
	return config
}

func (s step) brokers() []string { return []string{s["bootstrap"]} }

func (s step) producer(change func(*sarama.Config)) sarama.SyncProducer {
	config := s.config()
	if change != nil {
		change(config)
	}
	return fine1(sarama.NewSyncProducer(s.brokers(), config))
}

func (s step) send(producer sarama.SyncProducer) string {
	_, offset, err := producer.SendMessage(&sarama.ProducerMessage{Topic: s["topic"], Value: sarama.StringEncoder("1")})
	fine(err)
	return fmt.Sprintf("offset %d", offset)
}

func (s step) produce(change func(*sarama.Config)) string {
	producer := s.producer(change)
	defer producer.Close()
	return s.send(producer)
}

// A reader ends its session with the first record, which it commits.
type reader struct {
	stop context.CancelFunc
	seen int
}

func (r *reader) Setup(sarama.ConsumerGroupSession) error   { return nil }
func (r *reader) Cleanup(sarama.ConsumerGroupSession) error { return nil }
func (r *reader) ConsumeClaim(session sarama.ConsumerGroupSession, claim sarama.ConsumerGroupClaim) error {
	message, is := <-claim.Messages()
	if is {
		r.seen++
		session.MarkMessage(message, "")
		session.Commit()
	}
	r.stop()
	return nil
}

func (s step) consume() string {
	config := s.config()
	group := fine1(sarama.NewConsumerGroup(s.brokers(), s["group"], config))
	defer group.Close()
	ctx, stop := context.WithTimeout(context.Background(), wait/2)
	defer stop()
	// A refused topic is told here; what Consume itself is refused, it returns.
	failed := make(chan error, 1)
	go func() {
		for err := range group.Errors() {
			select {
			case failed <- err:
			default:
			}
			stop()
		}
	}()
	one := &reader{stop: stop}
	err := group.Consume(ctx, []string{s["topic"]}, one)
	select {
	case told := <-failed:
		fine(told)
	default:
	}
	fine(err)
	expect(one.seen > 0, "no record came")
	return "1 records"
}

func (s step) fetch() string {
	consumer := fine1(sarama.NewConsumer(s.brokers(), s.config()))
	defer consumer.Close()
	partition := fine1(consumer.ConsumePartition(s["topic"], 0, 0))
	defer partition.AsyncClose()
	select {
	case <-partition.Messages():
		return "1 records"
	case err := <-partition.Errors():
		panic(refusal{err.Err})
	case <-time.After(wait / 2):
		panic("no record came")
	}
}
