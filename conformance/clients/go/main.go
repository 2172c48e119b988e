// sarama in the conformance run: `matrix` runs all scenarios and writes, `read` reads what others wrote, `steps` does what it is told.
package main

import (
	"io"
	"log"
	"os"
	"strings"

	"github.com/IBM/sarama"
)

func main() {
	sarama.Logger = log.New(io.Discard, "", 0)
	if os.Args[1] == "steps" {
		steps()
		return
	}
	run := open(os.Args[1:])
	defer run.admin.Close()
	switch run.mode {
	case "matrix":
		run.topics()
		run.recordScenarios()
		run.groups()
		for _, codec := range codecs {
			scenario("cross.write."+codec.name, func() string {
				topic := run.topic("x-"+codec.name, 1, nil)
				run.write(topic, run.rows, codec.codec)
				return topic
			})
		}
	case "read":
		for _, topic := range strings.Split(run.values["topics"], ",") {
			name := strings.TrimSuffix(topic, "!")
			scenario("cross.read."+name, func() string { return run.readAndCompare(name, name == topic) })
		}
	default:
		log.Fatal("unknown mode ", run.mode)
	}
}
