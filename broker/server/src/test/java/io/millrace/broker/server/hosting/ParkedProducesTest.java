package io.millrace.broker.server.hosting;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.log.AppendResult;
import io.millrace.broker.network.NetworkLoop;
import io.millrace.broker.network.NetworkLoops;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Writes that wait, while somebody sets the clock of the machine. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ParkedProducesTest {

    private static final int SHORT_MS = 100;
    private static final int LONG_MS = 600_000;

    private final AtomicLong jumpedMs = new AtomicLong();
    private final InstantSource wall = () -> Instant.now().plusMillis(jumpedMs.get());
    private NetworkLoops loops;
    private NetworkLoop loop;
    private ParkedProduces produces;

    @BeforeEach
    void open() {
        loops = NetworkLoops.start("parked-test", 1);
        loop = loops.all().get(0);
        produces = new ParkedProduces(loop, SteadyClock.start(wall));
    }

    @AfterEach
    void close() {
        loops.close();
    }

    private CompletableFuture<AppendOutcome> park(long withinMs) {
        var answer = new CompletableFuture<AppendOutcome>();
        loop.execute(() -> produces.park(new AppendResult(0, 0, -1, 0, false), withinMs, answer::complete));
        return answer;
    }

    @Test
    void timeOutAlthoughTheClockWasSetBack() {
        CompletableFuture<AppendOutcome> waiting = park(SHORT_MS);
        jumpedMs.addAndGet(Duration.ofHours(-2).toMillis());
        assertThat(waiting.join().error()).isEqualTo(Errors.REQUEST_TIMED_OUT);
    }

    @Test
    void waitOnAlthoughTheClockWasSetForward() {
        // Given: the timer of the first one looks at the second one too.
        CompletableFuture<AppendOutcome> first = park(SHORT_MS);
        CompletableFuture<AppendOutcome> second = park(LONG_MS);

        // When
        jumpedMs.addAndGet(Duration.ofDays(1).toMillis());
        assertThat(first.join().error()).isEqualTo(Errors.REQUEST_TIMED_OUT);

        // Then
        loop.execute(() -> produces.safeUpTo(1));
        assertThat(second.join().error()).isEqualTo(Errors.NONE);
    }

    @Test
    void theShorterTimeEndsFirstAlthoughItStartedLater() {
        // Given
        CompletableFuture<AppendOutcome> patient = park(LONG_MS);
        CompletableFuture<AppendOutcome> hasty = park(SHORT_MS);
        CompletableFuture<AppendOutcome> lessHasty = park(2 * SHORT_MS);

        // Then
        assertThat(hasty.join().error()).isEqualTo(Errors.REQUEST_TIMED_OUT);
        assertThat(lessHasty.join().error()).isEqualTo(Errors.REQUEST_TIMED_OUT);
        loop.execute(() -> produces.safeUpTo(2));
        assertThat(patient.join().error()).isEqualTo(Errors.NONE);
    }

    @Test
    void areAnsweredInTheirOrder() {
        CompletableFuture<AppendOutcome> first = park(LONG_MS);
        CompletableFuture<AppendOutcome> second = park(LONG_MS);
        CompletableFuture<AppendOutcome> third = park(LONG_MS);
        loop.execute(() -> {
            produces.safeUpTo(0);
            produces.refuseLast(2, Errors.NOT_LEADER_OR_FOLLOWER);
            produces.lost(Errors.UNKNOWN_TOPIC_OR_PARTITION);
        });
        assertThat(first.join().error()).isEqualTo(Errors.NONE);
        assertThat(third.join().error()).isEqualTo(Errors.NOT_LEADER_OR_FOLLOWER);
        assertThat(second.join().error()).isEqualTo(Errors.UNKNOWN_TOPIC_OR_PARTITION);
    }
}
