"""Clients of one registry; each scenario takes new ones, so that no cache answers for the server."""

from confluent_kafka.schema_registry import SchemaRegistryClient


class Registry:
    def __init__(self, setting):
        self.url = setting["registry"]
        user = setting.get("registry-user")
        self.user_info = None if user is None else f"{user}:{setting['registry-password']}"

    def client(self, user_info=None):
        conf = {"url": self.url}
        chosen = user_info or self.user_info
        if chosen is not None:
            conf["basic.auth.user.info"] = chosen
        return SchemaRegistryClient(conf)
