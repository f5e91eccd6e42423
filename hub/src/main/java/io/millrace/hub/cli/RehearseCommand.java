package io.millrace.hub.cli;

import io.millrace.hub.client.CommandException;
import io.millrace.hub.node.Hub;
import io.millrace.hub.node.Role;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
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
import picocli.CommandLine.Command;

/**
 * {@code millrace rehearse}: all servers on free ports, which live just long enough to take and give one record and to
 * answer one request each, twice on the same data. Every class that it loads goes into the archive from which later starts map them; so it begins as {@link
 * PlainStart} does.
 */
@Command(name = "rehearse", hidden = true, description = "Starts all servers, writes and reads one record, and ends.")
final class RehearseCommand implements Callable<Integer> {

    private static final String TOPIC = "rehearsal";
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(20);

    @Override
    public Integer call() throws Exception {
        Path folder = Files.createTempDirectory("millrace-rehearsal");
        try {
            var start = PlainStart.command(List.of(
                            "--data", folder.toString(),
                            "--set", "broker.listeners=PLAINTEXT://127.0.0.1:0",
                            "--set", "registry.listeners=http://127.0.0.1:0",
                            "--set", "gateway.listeners=http://127.0.0.1:0",
                            "--set", "connect.listeners=http://127.0.0.1:0"))
                    .orElseThrow();
            StartCommand.Started first = start.begin();
            try (Hub hub = first.hub()) {
                start.report(first);
                use(hub);
            }
            // Most starts find data: what reads them back has to be in the archive as well.
            try (Hub again = Hub.start(first.config())) {
                use(again);
            }
        } finally {
            delete(folder);
        }
        return 0;
    }

    private static void use(Hub hub) throws Exception {
        writeAndRead(hub);
        HttpClient client = HttpClient.newHttpClient();
        for (String address : List.of(
                hub.address(Role.REGISTRY) + "/subjects",
                hub.address(Role.CONNECT) + "/connectors",
                hub.address(Role.CONNECT) + "/connector-plugins")) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(address)).build();
            client.send(request, HttpResponse.BodyHandlers.discarding());
        }
    }

    private static void writeAndRead(Hub hub) throws Exception {
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
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
