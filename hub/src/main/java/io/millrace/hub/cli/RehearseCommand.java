package io.millrace.hub.cli;

import io.millrace.hub.client.CommandException;
import io.millrace.hub.node.Hub;
import io.millrace.hub.node.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * {@code millrace rehearse}: a broker on a free port that lives just long enough to take and give one record. Every class
 * that it loads goes into the archive from which later starts map them; so it begins as {@link StartCommand} does.
 */
@Command(name = "rehearse", hidden = true, description = "Starts a broker, writes and reads one record, and ends.")
final class RehearseCommand implements Callable<Integer> {

    private static final String TOPIC = "rehearsal";
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(20);

    @Override
    public Integer call() throws Exception {
        Path folder = Files.createTempDirectory("millrace-rehearsal");
        var start = new StartCommand();
        new CommandLine(start)
                .parseArgs(
                        "--roles", Role.BROKER.key(),
                        "--data", folder.toString(),
                        "--set", "listeners=PLAINTEXT://127.0.0.1:0");
        StartCommand.Started started = start.begin();
        try (Hub hub = started.hub()) {
            start.report(started);
            Map<String, Object> client = Map.of("bootstrap.servers", hub.address(Role.BROKER));
            try (var producer = new KafkaProducer<>(client, new StringSerializer(), new StringSerializer())) {
                producer.send(new ProducerRecord<>(TOPIC, 0, null, "record")).get();
            }
            try (var consumer = new KafkaConsumer<>(client, new StringDeserializer(), new StringDeserializer())) {
                var partition = new TopicPartition(TOPIC, 0);
                consumer.assign(List.of(partition));
                consumer.seekToBeginning(List.of(partition));
                if (consumer.poll(READ_TIMEOUT).isEmpty()) {
                    throw new CommandException("the rehearsal read nothing within " + READ_TIMEOUT);
                }
            }
        } finally {
            delete(folder);
        }
        return 0;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
