package io.millrace.hub.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.hub.client.CommandException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code millrace consume TOPIC}: prints records; Avro values are shown as JSON with the schema of their id. */
@Command(
        name = "consume",
        description = "Prints the records of a topic; values with a schema id are decoded through the registry.")
final class ConsumeCommand implements Callable<Integer> {

    private static final Duration POLL = Duration.ofMillis(200);

    @Mixin
    private BrokerAddress broker;

    @Mixin
    private RegistryAddress registry;

    @Parameters(paramLabel = "TOPIC")
    private String topic;

    @Option(names = "--from-beginning", description = "From the first record instead of the next.")
    private boolean fromBeginning;

    @Option(names = "--max", paramLabel = "N", description = "End after N records.")
    private long max = Long.MAX_VALUE;

    @Option(names = "--follow", description = "Wait for more at the end (the default without --from-beginning).")
    private boolean follow;

    @Option(names = "--json", description = "One JSON object a line, with coordinates, timestamp and key.")
    private boolean json;

    private final ObjectMapper mapper = new ObjectMapper();

    @Override
    public Integer call() throws JsonProcessingException {
        broker.requireListener();
        Map<String, Object> properties = broker.clientProperties();
        properties.put("enable.auto.commit", false);
        properties.put("auto.offset.reset", "earliest");
        RecordPrinter printer = new RecordPrinter(registry.url());
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = partitions(consumer);
            consumer.assign(partitions);
            if (fromBeginning) {
                consumer.seekToBeginning(partitions);
            } else {
                consumer.seekToEnd(partitions);
            }
            Map<TopicPartition, Long> ends = fromBeginning && !follow ? consumer.endOffsets(partitions) : Map.of();
            long printed = 0;
            while (printed < max && !atEnd(consumer, ends)) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    if (printed++ < max) {
                        System.out.println(
                                json ? mapper.writeValueAsString(asObject(record, printer)) : line(record, printer));
                    }
                }
            }
            System.out.flush();
            return 0;
        }
    }

    private List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> consumer) {
        List<PartitionInfo> found;
        try {
            found = consumer.partitionsFor(topic);
        } catch (TimeoutException e) {
            throw broker.noAnswer(e);
        }
        if (found == null || found.isEmpty()) {
            throw new CommandException("there is no topic " + topic + "; millrace topic list shows those that exist");
        }
        List<TopicPartition> partitions = new ArrayList<>();
        found.forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
        return partitions;
    }

    private static boolean atEnd(KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
        return !ends.isEmpty()
                && ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    private static String line(ConsumerRecord<byte[], byte[]> record, RecordPrinter printer) {
        String value = printer.text(record.value());
        return record.key() == null ? value : printer.text(record.key()) + "\t" + value;
    }

    private static Map<String, Object> asObject(ConsumerRecord<byte[], byte[]> record, RecordPrinter printer) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("topic", record.topic());
        object.put("partition", record.partition());
        object.put("offset", record.offset());
        object.put("timestamp", record.timestamp());
        object.put("key", printer.json(record.key()));
        object.put("value", printer.json(record.value()));
        return object;
    }
}
