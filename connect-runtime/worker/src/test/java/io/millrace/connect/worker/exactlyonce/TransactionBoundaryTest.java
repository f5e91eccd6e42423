package io.millrace.connect.worker.exactlyonce;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.worker.config.FlushConfig;
import io.millrace.connect.worker.exactlyonce.TransactionBoundary.Ending;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TransactionBoundaryTest {

    private static final FlushConfig FLUSH = new FlushConfig(60_000, 5_000);

    @Test
    void endsWithEachPollUnlessToldOtherwise() {
        TransactionBoundary boundary = TransactionBoundary.of(Map.of(), FLUSH);
        assertThat(boundary.afterBatch(1)).isEqualTo(Ending.COMMIT);
        assertThat(boundary.atEnd()).isEqualTo(Ending.COMMIT);
        assertThat(boundary.endsForPause()).isTrue();
        assertThat(boundary.context()).isNull();
    }

    @Test
    void endsAtIntervalsAndWhenMuchIsInIt() {
        AtomicLong nowNanos = new AtomicLong(17);
        IntervalBoundary boundary = new IntervalBoundary(1_000, nowNanos::get);
        boundary.begin();
        nowNanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(999));
        assertThat(boundary.afterBatch(1)).isEqualTo(Ending.NONE);
        assertThat(boundary.afterBatch(IntervalBoundary.RECORDS_MAX)).isEqualTo(Ending.COMMIT);
        nowNanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(999));
        assertThat(boundary.afterBatch(1)).isEqualTo(Ending.NONE);
        nowNanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(1));
        assertThat(boundary.afterBatch(1)).isEqualTo(Ending.COMMIT);
        assertThat(boundary.atEnd()).isEqualTo(Ending.COMMIT);
        nowNanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(999));
        assertThat(boundary.whenFull()).isEqualTo(Ending.COMMIT);
        nowNanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(1));
        assertThat(boundary.afterBatch(1)).isEqualTo(Ending.NONE);
    }

    @Test
    void leavesTheEndToTheConnectorThatWantsIt() {
        TransactionBoundary boundary = TransactionBoundary.of(Map.of("transaction.boundary", "CONNECTOR"), FLUSH);
        assertThat(boundary.afterBatch(1)).isEqualTo(Ending.NONE);
        assertThat(boundary.atEnd()).isEqualTo(Ending.NONE);
        assertThat(boundary.endsForPause()).isFalse();
        boundary.context().commitTransaction();
        assertThat(boundary.afterBatch(1)).isEqualTo(Ending.COMMIT);
    }
}
