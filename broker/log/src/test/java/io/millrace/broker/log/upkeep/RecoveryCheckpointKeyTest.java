package io.millrace.broker.log.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

/** A key is a partition, whoever made it. */
class RecoveryCheckpointKeyTest {

    private static final Uuid TOPIC = new Uuid(1, 2);

    @Test
    void isEqualToThatOfTheSamePartitionAlone() {
        var key = new RecoveryCheckpoint.Key(TOPIC, 3);
        assertThat(key)
                .isEqualTo(new RecoveryCheckpoint.Key(new Uuid(1, 2), 3))
                .hasSameHashCodeAs(new RecoveryCheckpoint.Key(new Uuid(1, 2), 3))
                .isNotEqualTo(new RecoveryCheckpoint.Key(TOPIC, 4))
                .isNotEqualTo(new RecoveryCheckpoint.Key(new Uuid(1, 3), 3))
                .isNotEqualTo(null);
    }
}
