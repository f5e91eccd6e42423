package io.millrace.broker.server.hosting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.millrace.broker.metadata.config.ConfigKey;
import io.millrace.broker.metadata.config.TopicConfigs;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TopicDefaultsTest {

    private static final List<String> CANDIDATES = Stream.concat(
                    Stream.of(
                                    Long.MIN_VALUE,
                                    Integer.MIN_VALUE - 1L,
                                    (long) Integer.MIN_VALUE,
                                    -131_073L,
                                    -131_072L,
                                    -2L,
                                    -1L,
                                    0L,
                                    1L,
                                    3L,
                                    4L,
                                    9L,
                                    10L,
                                    17L,
                                    22L,
                                    1_023L,
                                    1_024L,
                                    (1L << 20) - 1,
                                    1L << 20,
                                    (long) Integer.MAX_VALUE,
                                    Integer.MAX_VALUE + 1L,
                                    Long.MAX_VALUE)
                            .map(number -> Long.toString(number)),
                    Stream.of(
                            "",
                            " ",
                            " 7 ",
                            "+7",
                            "0.5",
                            "1.0",
                            "1e-3",
                            "NaN",
                            "true",
                            "false",
                            "True",
                            "compact",
                            "delete",
                            "compact,delete",
                            " delete , compact ",
                            "compact,,delete",
                            "delete,",
                            "delete,delete",
                            "uncompressed",
                            "zstd",
                            "lz4",
                            "snappy",
                            "gzip",
                            "producer",
                            "ack",
                            "async",
                            "CreateTime",
                            "LogAppendTime",
                            "0:1,1:2"))
            .toList();

    private final TopicDefaults none = new TopicDefaults(Map.of());

    @Test
    void makesALogConfigOfEveryValueThatTheClusterAccepts() {
        for (ConfigKey key : TopicConfigs.TABLE.byName().values()) {
            // Given
            List<String> accepted = Stream.concat(CANDIDATES.stream(), Stream.of(key.defaultValue()))
                    .filter(value ->
                            TopicConfigs.TABLE.complaint(key.name(), value).isEmpty())
                    .toList();
            assertThat(accepted).as(key.name()).isNotEmpty();
            for (String value : accepted) {
                // When, Then
                assertThatCode(() -> none.logConfig(new TreeMap<>(Map.of(key.name(), value))))
                        .as("%s=%s", key.name(), value)
                        .doesNotThrowAnyException();
            }
        }
    }
}
