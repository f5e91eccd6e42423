package io.millrace.broker.coordinator.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.coordinator.decision.TransactionMarkers;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random sequences of one transactional id against a model of a few lines: who may write, what its transaction holds, how
 * the last one ended. Requests are repeated, come with identities of the past, and a crash may come at any moment. More
 * seeds: {@code -Dmillrace.transaction.seeds=10000}.
 */
class TransactionSimulationTest {
    private static final int STEPS = 400;

    private record Identity(long id, short epoch) {}

    private final TransactionDriver driver = new TransactionDriver();
    private final List<Identity> known = new ArrayList<>();
    private final SortedSet<Integer> added = new TreeSet<>();
    private Identity current = new Identity(-1, (short) -1);
    private Identity ended = new Identity(-2, (short) -1);
    private boolean endedByCommit;
    private int ends;

    static LongStream seeds() {
        return LongStream.rangeClosed(1, Long.getLong("millrace.transaction.seeds", 40));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void neverLetsAStrangerInAndEndsEachTransactionOnceWithAllItsPartitions(long seed) {
        Random random = new Random(seed);
        for (int step = 0; step < STEPS; step++) {
            step(random);
        }
        driver.writeMarkers();
        assertThat(driver.shard.describe(TransactionDriver.ID).errorCode()).isZero();
        assertThat(driver.state()).doesNotStartWith("Prepare");
        assertThat(ends).as("transactions that ended").isPositive();
    }

    /** From the last few epochs of an id over the change to the next, with fresh ids not always at hand. */
    @ParameterizedTest
    @MethodSource("seeds")
    void keepsItsWordWhereTheEpochsOfAProducerEnd(long seed) {
        Random random = new Random(seed);
        int epoch = Short.MAX_VALUE - 1 - random.nextInt(4);
        become(new Identity(driver.beginAt(TransactionState.EMPTY, epoch), (short) epoch));
        for (int step = 0; step < STEPS; step++) {
            driver.hasIds = random.nextInt(4) > 0;
            step(random);
        }
        driver.writeMarkers();
        assertThat(driver.state()).doesNotStartWith("Prepare");
        assertThat(current.id())
                .as("the producer id after the change")
                .isEqualTo(driver.lastProducerId())
                .isNotEqualTo(known.get(0).id());
    }

    private void step(Random random) {
        int before = driver.ordered.size();
        switch (random.nextInt(10)) {
            case 0 -> init(random.nextBoolean() ? new Identity(-1, (short) -1) : anybody(random));
            case 1, 2, 3, 4 -> add(anybody(random), random.nextInt(4));
            case 5, 6 -> end(anybody(random), random.nextBoolean());
            case 7, 8 -> driver.writeMarkers();
            default -> {
                if (random.nextInt(3) == 0) {
                    driver.restart();
                    return;
                }
                driver.advance(random.nextInt(120_000));
            }
        }
        if (driver.ordered.size() > before) {
            checkOrder();
        }
    }

    /** Mostly the current producer, sometimes a former one. */
    private Identity anybody(Random random) {
        return known.isEmpty() || random.nextInt(4) > 0 ? current : known.get(random.nextInt(known.size()));
    }

    private void init(Identity expected) {
        var answer = driver.init(TransactionDriver.ID, expected.id(), expected.epoch());
        if (answer.errorCode() != Errors.NONE.code()) {
            return;
        }
        Identity granted = new Identity(answer.producerId(), answer.producerEpoch());
        if (!granted.equals(current)) {
            assertThat(known).as("identities that were given").doesNotContain(granted);
            become(granted);
        }
        assertThat(added).as("what an initialised producer has open").isEmpty();
    }

    private void become(Identity identity) {
        known.add(identity);
        current = identity;
    }

    private void add(Identity producer, int partition) {
        Errors error = driver.add(producer.id(), producer.epoch(), 2, partition);
        if (error == Errors.NONE) {
            assertThat(producer).isEqualTo(current);
            added.add(partition);
        } else if (producer.equals(current) && driver.ordered.isEmpty() && current.id() >= 0) {
            throw new AssertionError("The current producer was refused: " + error);
        }
    }

    private void end(Identity producer, boolean commit) {
        boolean open = !added.isEmpty();
        int before = driver.ordered.size();
        var answer = driver.end(5, producer.id(), producer.epoch(), commit);
        if (answer.errorCode() != Errors.NONE.code()) {
            return;
        }
        boolean began = driver.ordered.size() > before;
        if (!began) {
            assertThat(producer).as("whose end was done already").isEqualTo(ended);
            assertThat(commit).isEqualTo(endedByCommit);
            return;
        }
        assertThat(producer).isEqualTo(current);
        assertThat(open || !commit).as("a commit of something").isTrue();
        ended = producer;
        endedByCommit = commit;
        become(new Identity(answer.producerId(), answer.producerEpoch()));
    }

    private void checkOrder() {
        TransactionMarkers last = driver.ordered.peek();
        assertThat(driver.ordered).hasSize(1);
        assertThat(last.partitions().stream().map(TopicPartition::partition)).containsExactlyElementsOf(added);
        boolean byProducer = ended.equals(new Identity(last.producerId(), (short) (last.producerEpoch() - 1)));
        assertThat(last.commit()).isEqualTo(byProducer && endedByCommit);
        if (!byProducer) {
            // A fence or a timeout has bumped the epoch, and its producer is told when it asks.
            ended = current;
            endedByCommit = false;
            boolean rotated = last.producerEpoch() == Short.MAX_VALUE;
            become(
                    rotated
                            ? new Identity(driver.lastProducerId(), (short) 0)
                            : new Identity(last.producerId(), last.producerEpoch()));
        }
        added.clear();
        ends++;
    }
}
