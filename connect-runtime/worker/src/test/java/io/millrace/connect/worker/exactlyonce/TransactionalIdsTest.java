package io.millrace.connect.worker.exactlyonce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.apache.kafka.common.errors.CoordinatorNotAvailableException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdNotFoundException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.Test;

class TransactionalIdsTest {

    private final TransactionalIds ids = new TransactionalIds("g", "c", Map.of());

    @Test
    void takesOnlyWhatStaysForAnObstacle() {
        assertThat(ids.obstacle(new TransactionalIdNotFoundException("new"))).isEmpty();
        assertThat(ids.obstacle(new TransactionalIdAuthorizationException("denied")))
                .isPresent();
        assertThat(ids.obstacle(new UnsupportedVersionException("old"))).isPresent();
    }

    @Test
    void doesNotGiveTransactionsUpForWhatPasses() {
        CoordinatorNotAvailableException passing = new CoordinatorNotAvailableException("moving");
        assertThatThrownBy(() -> ids.obstacle(passing))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("connector c")
                .hasCause(passing);
    }
}
