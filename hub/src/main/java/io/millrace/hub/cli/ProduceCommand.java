package io.millrace.hub.cli;

import io.millrace.hub.client.CommandException;
import io.millrace.hub.client.Messages;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code millrace produce TOPIC}: one record for each line of standard input or of a file. */
@Command(
        name = "produce",
        description = "Writes lines to a topic, one record each, and ends when all are acknowledged on disk.")
final class ProduceCommand implements Callable<Integer> {

    @Mixin
    private BrokerAddress broker;

    @Mixin
    private Output output;

    @Parameters(paramLabel = "TOPIC")
    private String topic;

    @Option(names = "--file", paramLabel = "FILE", description = "Read lines from here instead of from standard input.")
    private Path file;

    @Option(
            names = "--key-separator",
            paramLabel = "TEXT",
            description = "What stands before the first occurrence in a line is the key.")
    private String keySeparator;

    @Override
    public Integer call() throws IOException {
        if (file != null && !Files.isReadable(file)) {
            throw new CommandException("cannot read " + file + "; give a file that exists and is readable");
        }
        broker.requireListener();
        Map<String, Object> properties = broker.clientProperties();
        properties.put("acks", "all");
        properties.put("linger.ms", 5);
        properties.put("delivery.timeout.ms", 30_000);
        properties.put("max.block.ms", 15_000);
        AtomicReference<Exception> failure = new AtomicReference<>();
        long sent = 0;
        try (KafkaProducer<String, String> producer =
                        new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer());
                BufferedReader lines = open()) {
            for (String line = lines.readLine(); line != null && failure.get() == null; line = lines.readLine()) {
                // The callback has the outcome; waiting for each future would send one record at a time.
                var unused = producer.send(record(line), (metadata, exception) -> {
                    if (exception != null) {
                        failure.compareAndSet(null, exception);
                    }
                });
                sent++;
            }
            producer.flush();
        }
        if (failure.get() != null) {
            throw new CommandException("not all of " + sent + " records were written: " + Messages.of(failure.get()));
        }
        output.object(Map.of("topic", topic, "records", sent), "wrote " + sent + " records to " + topic);
        return 0;
    }

    private BufferedReader open() throws IOException {
        return file == null
                ? new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))
                : Files.newBufferedReader(file);
    }

    private ProducerRecord<String, String> record(String line) {
        int separator = keySeparator == null ? -1 : line.indexOf(keySeparator);
        if (separator < 0) {
            return new ProducerRecord<>(topic, line);
        }
        return new ProducerRecord<>(
                topic, line.substring(0, separator), line.substring(separator + keySeparator.length()));
    }
}
