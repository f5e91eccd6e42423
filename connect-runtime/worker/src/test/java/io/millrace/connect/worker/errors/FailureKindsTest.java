package io.millrace.connect.worker.errors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.databind.JsonMappingException;
import io.millrace.connect.plan.restart.FailureKind;
import io.millrace.connect.worker.budget.BudgetExceededException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.nio.charset.MalformedInputException;
import java.sql.SQLTransientConnectionException;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.errors.RetriableException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FailureKindsTest {

    @ParameterizedTest
    @MethodSource("failures")
    void findsTheKindWhereverItIsInTheChain(Throwable failure, FailureKind kind) {
        assertThat(FailureKinds.of(failure)).isEqualTo(kind);
        assertThat(FailureKinds.of(new IllegalStateException("outer", new RuntimeException(failure))))
                .isEqualTo(kind);
    }

    private static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(new RetriableException("busy"), FailureKind.RETRIABLE),
                Arguments.of(new DisconnectException("gone"), FailureKind.RETRIABLE),
                Arguments.of(new ConnectException("refused"), FailureKind.RETRIABLE),
                Arguments.of(new SQLTransientConnectionException("no connection"), FailureKind.RETRIABLE),
                // A registry that is away, as its converter tells it.
                Arguments.of(
                        new DataException("no schema", new SerializationException("id 7", new ConnectException("x"))),
                        FailureKind.RETRIABLE),
                Arguments.of(new ProducerFencedException("fenced"), FailureKind.FENCED),
                Arguments.of(new OutOfMemoryError("heap"), FailureKind.RESOURCES),
                Arguments.of(new BudgetExceededException("a poll"), FailureKind.RESOURCES),
                Arguments.of(new NullPointerException("null"), FailureKind.PROGRAMMING),
                Arguments.of(new NoClassDefFoundError("a/B"), FailureKind.PLUGIN),
                Arguments.of(new ConfigException("key", "value", "wrong"), FailureKind.CONFIGURATION),
                Arguments.of(new DataException("no number"), FailureKind.DATA),
                // The same bytes are as broken the next time, whatever class the parser's exceptions are of.
                Arguments.of(
                        new DataException(
                                "no JSON", new SerializationException("x", new JsonParseException(null, "y"))),
                        FailureKind.DATA),
                Arguments.of(new UncheckedIOException(new MalformedInputException(1)), FailureKind.DATA),
                Arguments.of(
                        new UncheckedIOException(
                                new JsonMappingException(null, "x", new SocketTimeoutException("while reading"))),
                        FailureKind.RETRIABLE),
                Arguments.of(new RecordTooLargeException("2 MB"), FailureKind.DATA),
                Arguments.of(new PluginHungException("start"), FailureKind.HUNG),
                Arguments.of(new IllegalStateException("who knows"), FailureKind.UNKNOWN));
    }
}
