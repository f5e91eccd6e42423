"""Python's kafka package against a broker: produce, consume in a group, commit, resume, administer."""

import sys

from kafka import KafkaConsumer, KafkaProducer
from kafka.admin import KafkaAdminClient, NewTopic

TOPIC = "python"
RECORDS = 300


def consume(broker, count):
    consumer = KafkaConsumer(
        TOPIC,
        bootstrap_servers=broker,
        group_id="python-group",
        auto_offset_reset="earliest",
        enable_auto_commit=False,
        consumer_timeout_ms=20000,
    )
    values = []
    for record in consumer:
        values.append(int(record.value))
        if len(values) == count:
            break
    consumer.commit()
    consumer.close()
    return values


def main(broker):
    admin = KafkaAdminClient(bootstrap_servers=broker)
    admin.create_topics([NewTopic(TOPIC, num_partitions=1, replication_factor=1)])
    producer = KafkaProducer(bootstrap_servers=broker, acks="all", compression_type="gzip")
    sent = [producer.send(TOPIC, str(number).encode(), key=b"k") for number in range(RECORDS)]
    offsets = [future.get(timeout=20).offset for future in sent]
    assert offsets == list(range(RECORDS)), offsets
    assert consume(broker, 100) == list(range(100))
    # python-kafka may have fetched more than it handed out; what counts is where the group goes on.
    rest = consume(broker, RECORDS - 100)
    assert rest == list(range(100, RECORDS)), rest
    assert TOPIC in admin.list_topics()
    admin.delete_topics([TOPIC])
    print("ok")


main(sys.argv[1])
