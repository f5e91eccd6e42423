"""confluent-kafka (librdkafka) against a broker: idempotence, transactions with offsets, a static cooperative member."""

import sys
import time

from confluent_kafka import Consumer, Producer, TopicPartition
from confluent_kafka.admin import AdminClient, NewTopic

RECORDS = 200
PATIENCE_S = 40


def create(broker, *topics):
    admin = AdminClient({"bootstrap.servers": broker})
    made = admin.create_topics([NewTopic(topic, 1, 1) for topic in topics])
    for future in made.values():
        future.result()


def consumer_of(broker, topic, group, **settings):
    consumer = Consumer(
        {
            "bootstrap.servers": broker,
            "group.id": group,
            "auto.offset.reset": "earliest",
            "enable.auto.commit": False,
            "isolation.level": "read_committed",
            **settings,
        }
    )
    consumer.subscribe([topic])
    return consumer


def read(consumer, count):
    values = []
    deadline = time.monotonic() + PATIENCE_S
    while len(values) < count:
        assert time.monotonic() < deadline, f"read {len(values)} of {count}"
        message = consumer.poll(1.0)
        if message is not None:
            assert message.error() is None, message.error()
            values.append(int(message.value()))
    return values


def produce(broker, topic):
    failures = []
    producer = Producer({"bootstrap.servers": broker, "enable.idempotence": True, "compression.type": "zstd"})
    for number in range(RECORDS):
        producer.produce(topic, str(number), on_delivery=lambda error, _: error and failures.append(error))
    assert producer.flush(PATIENCE_S) == 0 and not failures, failures


def copy_in_transactions(broker, source, target):
    """Every record is copied once: the first attempt of each half is aborted, the second commits with its offsets."""
    producer = Producer({"bootstrap.servers": broker, "transactional.id": "confluent-copy"})
    producer.init_transactions(PATIENCE_S)
    consumer = consumer_of(broker, source, "confluent-copy")
    values = read(consumer, RECORDS)
    for half in (values[: RECORDS // 2], values[RECORDS // 2 :]):
        for commit in (False, True):
            producer.begin_transaction()
            for value in half:
                producer.produce(target, str(value))
            position = TopicPartition(source, 0, half[-1] + 1)
            producer.send_offsets_to_transaction([position], consumer.consumer_group_metadata(), PATIENCE_S)
            if commit:
                producer.commit_transaction(PATIENCE_S)
            else:
                producer.abort_transaction(PATIENCE_S)
    committed = consumer.committed([TopicPartition(source, 0)], timeout=PATIENCE_S)
    assert committed[0].offset == RECORDS, committed
    consumer.close()


def static_member(broker, topic):
    settings = {"group.instance.id": "one", "partition.assignment.strategy": "cooperative-sticky"}
    first = consumer_of(broker, topic, "confluent-static", **settings)
    values = read(first, RECORDS)
    first.commit(asynchronous=False)
    first.close()
    return values


def main(broker):
    create(broker, "confluent-in", "confluent-out")
    produce(broker, "confluent-in")
    copy_in_transactions(broker, "confluent-in", "confluent-out")
    assert static_member(broker, "confluent-out") == list(range(RECORDS))
    print("ok")


main(sys.argv[1])
