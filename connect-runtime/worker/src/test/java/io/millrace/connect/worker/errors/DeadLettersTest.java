package io.millrace.connect.worker.errors;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.plan.TaskId;
import io.millrace.connect.worker.errors.ErrorPolicy.DeadLetterConfig;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.runtime.errors.ProcessingContext;
import org.apache.kafka.connect.runtime.errors.Stage;
import org.junit.jupiter.api.Test;

class DeadLettersTest {

    @Test
    void whoeverReadsTheTopicReadsNoSecretInIt() {
        // Given
        MockProducer<byte[], byte[]> producer =
                new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
        DeadLetter letter = new DeadLetter(new byte[0], new byte[0], new RecordHeaders(), Map.of());
        DeadLetters letters = new DeadLetters(
                new TaskId("c", 0),
                new DeadLetterConfig("dead", (short) 1, true),
                context -> Optional.of(letter),
                producer,
                text -> text.replace("s3cr3t", "[hidden]"));
        ProcessingContext<Object> context = new ProcessingContext<>(new Object());
        context.currentContext(Stage.TASK_PUT, Object.class);
        context.error(new ConnectException("no login with s3cr3t", new IllegalStateException("s3cr3t again")));

        // When
        letters.failed(context).join();

        // Then
        StringBuilder headers = new StringBuilder();
        producer.history()
                .get(0)
                .headers()
                .forEach(header -> headers.append(
                        header.value() == null ? "" : new String(header.value(), StandardCharsets.UTF_8)));
        assertThat(headers.toString())
                .contains("no login with [hidden]", "[hidden] again")
                .doesNotContain("s3cr3t");
    }
}
