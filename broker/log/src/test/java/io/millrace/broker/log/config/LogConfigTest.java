package io.millrace.broker.log.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class LogConfigTest {
    @Test
    void defaultsAreKafkas() {
        LogConfig config = LogConfig.defaults();

        assertThat(config.cleanup()).isEqualTo(new CleanupPolicy(true, false));
        assertThat(config.segments()).isEqualTo(new SegmentSettings(1 << 30, 604_800_000L, 0, 10 << 20, 4096, 60_000));
        assertThat(config.retention()).isEqualTo(new RetentionSettings(604_800_000L, -1));
        assertThat(config.compaction()).isEqualTo(new CompactionSettings(86_400_000L, 0, Long.MAX_VALUE, 0.5));
        assertThat(config.batches())
                .isEqualTo(new BatchSettings(
                        1_048_588, TimestampType.CREATE_TIME, Long.MAX_VALUE, 3_600_000L, "producer"));
        assertThat(config.asyncFlush()).isFalse();
        assertThat(config.minInsyncReplicas()).isEqualTo(1);
    }

    @Test
    void explicitSettingsWinOverTheTopicsDefaults() {
        LogConfig config = LogConfig.parse(
                Map.of("retention.ms", "1", "flush", "async"),
                Map.of("retention.ms", "2", "cleanup.policy", "compact,delete"));

        assertThat(config.retention().retentionMs()).isEqualTo(2);
        assertThat(config.asyncFlush()).isTrue();
        assertThat(config.cleanup()).isEqualTo(new CleanupPolicy(true, true));
        assertThat(config.values()).containsEntry("retention.ms", 2L);
    }

    @Test
    void anUnknownNameIsRefusedWithTheNearestKnownOne() {
        assertThatThrownBy(() -> LogConfig.parse(Map.of("retension.ms", "1")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("retension.ms")
                .hasMessageContaining("retention.ms");
    }

    @Test
    void badValuesAreRefused() {
        for (Map.Entry<String, String> bad : Map.of(
                        "segment.bytes", "1000",
                        "cleanup.policy", "compress",
                        "flush", "maybe",
                        "min.insync.replicas", "0",
                        "retention.ms", "soon")
                .entrySet()) {
            assertThatThrownBy(() -> LogConfig.parse(Map.of(bad.getKey(), bad.getValue())))
                    .as(bad.toString())
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining(bad.getKey());
        }
    }
}
