package io.millrace.gateway.produce;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class RoomTest {
    private static final int RECORDS = 300;

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);

    @Test
    void aStreamThatNeverPausesIsTriedAgain() {
        Room room = Room.ofStream(now::get);
        assertThat(room.refusal()).isNull();
        room.miss(new TimeoutException("full"));

        int refused = 0;
        for (int i = 0; i < RECORDS && room.refusal() != null; i++) {
            refused++;
            now.addAndGet(TimeUnit.MILLISECONDS.toNanos(1));
        }

        assertThat(refused).isBetween(1, RECORDS - 1);
        assertThat(room.refusal()).isNull();
    }

    @Test
    void allBehindOneWithoutRoomAreRefusedInARequest() {
        Room room = Room.ofRequest();
        room.miss(new TimeoutException("full"));
        assertThat(room.refusal()).hasMessageContaining("full");
        assertThat(room.refusal()).isNotNull();
    }
}
