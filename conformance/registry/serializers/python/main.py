"""confluent-kafka's serializers against a registry: `write` runs all scenarios, `read` reads what others wrote. One JSON line each; arguments: ../programs.ts."""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "clients/python"))

from client import Client, scenario, setting_of  # noqa: E402
from formats import CONTRACTS, formats  # noqa: E402
from over_kafka import OverKafka, read_topic  # noqa: E402
from registry import Registry  # noqa: E402
from scenarios import Scenarios, refused_credentials  # noqa: E402


def main():
    mode, setting = setting_of(sys.argv)
    registry, kafka = Registry(setting), Client(setting)
    if mode == "write":
        for form in formats(f"{setting['prefix']}_python"):
            OverKafka(kafka, registry, form).run()
            Scenarios(registry, form, setting["prefix"]).run()
        refused_credentials(registry)
        for topic in OverKafka.written:
            print(json.dumps({"wrote": topic}), flush=True)
    elif mode == "read":
        by_name = {form.name: form for form in formats(f"{setting['prefix']}_python")}
        for topic in setting["topics"].split(","):
            _, writer, name, which = topic.rsplit("-", 3)
            contract, wanted = ("priced", "priced") if which == "priced" else ("order", "value")
            scenario(
                f"{name}.read.{which}.of.{writer}",
                lambda: read_topic(kafka, registry, by_name[name], topic, contract, CONTRACTS[wanted]),
            )
    else:
        sys.exit(f"unknown mode {mode}")


main()
