"""confluent-kafka (librdkafka) in the conformance run: `matrix` runs all scenarios and writes, `read` reads what others wrote, `steps` does what it is told."""

import sys

from client import Client, load_rows, scenario, setting_of
from groups import Groups
from records import Records
from steps import Steps
from topics import Topics


def main():
    if sys.argv[1] == "steps":
        return Steps().run()
    mode, setting = setting_of(sys.argv)
    client, rows = Client(setting), load_rows(setting["data"])
    if mode == "matrix":
        Topics(client).run()
        Records(client, rows).run()
        Groups(client, rows).run()
        Records(client, rows).write_cross()
    elif mode == "read":
        for topic in setting["topics"].split(","):
            # A name with an exclamation mark: its writer could set no timestamps.
            name = topic.rstrip("!")
            scenario(f"cross.read.{name}", lambda: client.read_and_compare(name, rows, name == topic))
    else:
        sys.exit(f"unknown mode {mode}")


main()
