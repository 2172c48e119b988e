package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/confluentinc/confluent-kafka-go/v2/kafka"
)

func main() {
	text, err := os.ReadFile(os.Args[1])
	if err != nil {
		panic(err)
	}
	config := kafka.ConfigMap{"group.id": "go", "auto.offset.reset": "earliest"}
	for line := range strings.Lines(string(text)) {
		name, value, found := strings.Cut(strings.TrimSpace(line), "=")
		if found && !strings.HasPrefix(name, "#") {
			config[name] = value
		}
	}
	consumer, err := kafka.NewConsumer(&config)
	if err != nil {
		panic(err)
	}
	defer consumer.Close()
	if err := consumer.Subscribe(os.Args[2], nil); err != nil {
		panic(err)
	}
	message, err := consumer.ReadMessage(30_000_000_000)
	if err != nil {
		panic(err)
	}
	fmt.Println(string(message.Value))
}
