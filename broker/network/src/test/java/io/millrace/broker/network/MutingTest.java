package io.millrace.broker.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MutingTest {

    private final NetworkLoops loops = NetworkLoops.start("muting-test", 1);
    private final NetworkLoop loop = loops.all().get(0);
    private final BlockingQueue<Long> unmutedNs = new LinkedBlockingQueue<>();
    private final Muting muting = new Muting(loop, this::changed);

    @AfterEach
    void close() {
        loops.close();
    }

    @Test
    void aShorterTimeDoesNotReplaceALongerOne() throws Exception {
        assertThat(silenceMs(600, 1)).isGreaterThanOrEqualTo(600);
    }

    @Test
    void aLongerTimeReplacesAShorterOne() throws Exception {
        assertThat(silenceMs(1, 600)).isGreaterThanOrEqualTo(600);
    }

    @Test
    void aTimeAfterTheEndOfAnotherCountsFromItsOwnStart() throws Exception {
        silenceMs(50);
        assertThat(silenceMs(300)).isGreaterThanOrEqualTo(300);
    }

    /** How long nobody may speak who is muted for all these times at once. */
    private long silenceMs(long... timesMs) throws InterruptedException {
        long startNs = System.nanoTime();
        loop.execute(() -> {
            for (long timeMs : timesMs) {
                muting.mute(timeMs);
            }
        });
        Long endNs = unmutedNs.poll(10, TimeUnit.SECONDS);
        assertThat(endNs).isNotNull();
        return TimeUnit.NANOSECONDS.toMillis(endNs - startNs);
    }

    private void changed() {
        if (!muting.isMuted()) {
            unmutedNs.add(System.nanoTime());
        }
    }
}
