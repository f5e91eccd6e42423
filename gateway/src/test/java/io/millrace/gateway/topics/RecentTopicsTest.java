package io.millrace.gateway.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.Test;

/** Brokers that hear of a topic at the third time that they are asked for it, and of a partition at the sixth. */
class RecentTopicsTest {
    private static final int PATIENCE_S = 60;

    private final RecentTopics recent = new RecentTopics();
    private final AtomicInteger asked = new AtomicInteger();

    private CompletionStage<Integer> partitions() {
        int time = asked.incrementAndGet();
        return time < 3
                ? CompletableFuture.failedFuture(new UnknownTopicOrPartitionException("not yet"))
                : CompletableFuture.completedFuture(time < 6 ? 1 : 2);
    }

    private int found() throws Exception {
        return recent.ask("t", this::partitions, count -> count)
                .toCompletableFuture()
                .get(PATIENCE_S, TimeUnit.SECONDS);
    }

    @Test
    void asksAgainForATopicThatWasMade() throws Exception {
        recent.made("t", 1);

        assertThat(found()).isEqualTo(1);
        assertThat(asked).hasValue(3);
    }

    @Test
    void asksAloneForATopicThatWasMadeAfterItWasAskedForWithOthers() throws Exception {
        recent.made("t", 1);

        CompletionStage<Integer> found = recent.ask("t", partitions(), this::partitions);

        assertThat(found.toCompletableFuture().get(PATIENCE_S, TimeUnit.SECONDS))
                .isEqualTo(1);
        assertThat(asked).hasValue(3);
    }

    @Test
    void asksAgainForPartitionsThatWereAdded() throws Exception {
        recent.made("t", 2);

        assertThat(found()).isEqualTo(2);
        assertThat(asked).hasValue(6);
    }

    @Test
    void asksOnceForAnyOtherTopicAndForOneThatIsDeleted() {
        recent.made("u", 1);
        recent.made("t", 1);
        recent.deleted("t");

        assertThatThrownBy(this::found).hasCauseInstanceOf(UnknownTopicOrPartitionException.class);
        assertThat(asked).hasValue(1);
    }
}
