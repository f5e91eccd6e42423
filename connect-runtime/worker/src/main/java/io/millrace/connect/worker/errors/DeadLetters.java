package io.millrace.connect.worker.errors;

import io.millrace.connect.plan.TaskId;
import io.millrace.connect.worker.errors.ErrorPolicy.DeadLetterConfig;
import io.millrace.connect.worker.topics.MissingTopic;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.connect.runtime.errors.ProcessingContext;

/**
 * Writes records that were given up to the dead letter topic, with Kafka Connect's headers and some more. A letter has
 * the time at which it is written, lest the topic's retention remove it at once; the record's own is in a header.
 */
public final class DeadLetters implements FailureListener {

    /** How the headers begin that say what went wrong. */
    public static final String PREFIX = "__connect.errors.";

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final TaskId task;
    private final DeadLetterConfig config;
    private final DeadLetter.Maker letters;
    private final Producer<byte[], byte[]> producer;
    private final UnaryOperator<String> discretion;

    DeadLetters(
            TaskId task,
            DeadLetterConfig config,
            DeadLetter.Maker letters,
            Producer<byte[], byte[]> producer,
            UnaryOperator<String> discretion) {
        this.task = task;
        this.config = config;
        this.letters = letters;
        this.producer = producer;
        this.discretion = discretion;
    }

    /**
     * Creates the topic (one partition) where it is missing; blocks. {@code discretion} keeps secrets out of what
     * exceptions say, since whoever reads the topic is not asked whether he may know them.
     */
    public static DeadLetters open(
            TaskId task,
            DeadLetterConfig config,
            DeadLetter.Maker letters,
            Map<String, Object> admin,
            Map<String, Object> producer,
            UnaryOperator<String> discretion) {
        try (Admin client = Admin.create(admin)) {
            NewTopic topic = new NewTopic(config.topic(), 1, config.replicationFactor());
            new MissingTopic(topic, "dead letter topic").ensure(client);
        }
        return new DeadLetters(task, config, letters, new KafkaProducer<>(producer), discretion);
    }

    @Override
    public CompletableFuture<Void> failed(ProcessingContext<?> context) {
        CompletableFuture<Void> written = new CompletableFuture<>();
        letters.of(context).ifPresentOrElse(letter -> send(letter, context, written), () -> written.complete(null));
        return written;
    }

    private void send(DeadLetter letter, ProcessingContext<?> context, CompletableFuture<Void> written) {
        Headers headers = new RecordHeaders(letter.headers());
        if (config.headers()) {
            addContext(headers, letter, context);
        }
        var unused = producer.send(record(letter.key(), letter.value(), headers), (metadata, failure) -> {
            if (failure instanceof RecordTooLargeException && letter.value() != null) {
                sendWithoutValue(letter, headers, written);
            } else {
                end(written, failure);
            }
        });
    }

    /** A letter without its value still says where the record is; the task would stand still for ever without it. */
    private void sendWithoutValue(DeadLetter letter, Headers headers, CompletableFuture<Void> written) {
        Headers shorter = new RecordHeaders(headers);
        add(shorter, "value.omitted.bytes", Integer.toString(letter.value().length));
        var unused = producer.send(record(letter.key(), null, shorter), (metadata, failure) -> end(written, failure));
    }

    private ProducerRecord<byte[], byte[]> record(byte[] key, byte[] value, Headers headers) {
        return new ProducerRecord<>(config.topic(), null, key, value, headers);
    }

    private static void end(CompletableFuture<Void> written, Exception failure) {
        if (failure != null) {
            written.completeExceptionally(failure);
        } else {
            written.complete(null);
        }
    }

    private void addContext(Headers headers, DeadLetter letter, ProcessingContext<?> context) {
        letter.origin().forEach((name, value) -> add(headers, name, value));
        add(headers, "connector.name", task.connector());
        add(headers, "task.id", Integer.toString(task.task()));
        add(headers, "stage", context.stage().name());
        add(headers, "attempts", Integer.toString(Math.max(1, context.attempt())));
        Class<?> executing = context.executingClass();
        add(headers, "class.name", executing == null ? null : executing.getName());
        Throwable error = context.error();
        if (error != null) {
            add(headers, "exception.class.name", error.getClass().getName());
            add(headers, "exception.message", discretion.apply(error.getMessage()));
            StringWriter trace = new StringWriter();
            error.printStackTrace(new PrintWriter(trace));
            add(headers, "exception.stacktrace", discretion.apply(trace.toString()));
        }
    }

    private static void add(Headers headers, String name, String value) {
        headers.add(PREFIX + name, value == null ? null : value.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        producer.close(CLOSE_TIMEOUT);
    }
}
