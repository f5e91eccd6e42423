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
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.connect.runtime.errors.ProcessingContext;

/** Writes the original bytes of given-up records to the dead letter topic, with Kafka Connect's headers. */
public final class DeadLetters implements FailureListener {

    private static final String PREFIX = "__connect.errors.";
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final TaskId task;
    private final DeadLetterConfig config;
    private final KafkaProducer<byte[], byte[]> producer;

    private DeadLetters(TaskId task, DeadLetterConfig config, KafkaProducer<byte[], byte[]> producer) {
        this.task = task;
        this.config = config;
        this.producer = producer;
    }

    /** Creates the topic (one partition) where it is missing; blocks. */
    public static DeadLetters open(
            TaskId task, DeadLetterConfig config, Map<String, Object> admin, Map<String, Object> producer) {
        try (Admin client = Admin.create(admin)) {
            NewTopic topic = new NewTopic(config.topic(), 1, config.replicationFactor());
            new MissingTopic(topic, "dead letter topic").ensure(client);
        }
        return new DeadLetters(task, config, new KafkaProducer<>(producer));
    }

    @Override
    public CompletableFuture<Void> failed(ProcessingContext<?> context) {
        CompletableFuture<Void> written = new CompletableFuture<>();
        if (!(context.original() instanceof ConsumerRecord<?, ?> consumed)) {
            written.complete(null);
            return written;
        }
        Headers headers = new RecordHeaders(consumed.headers());
        if (config.headers()) {
            addContext(headers, consumed, context);
        }
        byte[] key = (byte[]) consumed.key();
        byte[] value = (byte[]) consumed.value();
        var unused =
                producer.send(new ProducerRecord<>(config.topic(), null, key, value, headers), (metadata, failure) -> {
                    if (failure != null) {
                        written.completeExceptionally(failure);
                    } else {
                        written.complete(null);
                    }
                });
        return written;
    }

    private void addContext(Headers headers, ConsumerRecord<?, ?> consumed, ProcessingContext<?> context) {
        add(headers, "topic", consumed.topic());
        add(headers, "partition", Integer.toString(consumed.partition()));
        add(headers, "offset", Long.toString(consumed.offset()));
        add(headers, "connector.name", task.connector());
        add(headers, "task.id", Integer.toString(task.task()));
        add(headers, "stage", context.stage().name());
        Class<?> executing = context.executingClass();
        add(headers, "class.name", executing == null ? null : executing.getName());
        Throwable error = context.error();
        if (error != null) {
            add(headers, "exception.class.name", error.getClass().getName());
            add(headers, "exception.message", error.getMessage());
            StringWriter trace = new StringWriter();
            error.printStackTrace(new PrintWriter(trace));
            add(headers, "exception.stacktrace", trace.toString());
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
