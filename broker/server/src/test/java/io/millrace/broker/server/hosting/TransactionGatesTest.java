package io.millrace.broker.server.hosting;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.log.transaction.TransactionMarker;
import io.millrace.broker.network.NetworkLoop;
import io.millrace.broker.network.NetworkLoops;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** First records of transactions that wait for the coordinator's word (KIP-890). */
class TransactionGatesTest {

    private static final long PRODUCER = 7;
    private static final short EPOCH = 3;

    private final TransactionGates gates = new TransactionGates();
    private final List<CompletableFuture<Errors>> asked = new ArrayList<>();
    private final List<String> answers = new ArrayList<>();
    private NetworkLoops loops;
    private NetworkLoop loop;

    @BeforeEach
    void open() {
        loops = NetworkLoops.start("gates-test", 1);
        loop = loops.all().get(0);
    }

    @AfterEach
    void close() {
        loops.close();
    }

    private void onLoop(Runnable step) {
        CompletableFuture.runAsync(step, loop).join();
    }

    private void pass(String name, short producerEpoch) {
        onLoop(() -> gates.pass(loop, PRODUCER, producerEpoch, this::ask, error -> answers.add(name + " " + error)));
    }

    private CompletableFuture<Errors> ask() {
        var word = new CompletableFuture<Errors>();
        asked.add(word);
        return word;
    }

    /** From a thread of the coordinator's; what follows on the loop is done when this returns. */
    private void say(Errors word) {
        asked.get(asked.size() - 1).complete(word);
        onLoop(() -> {});
    }

    private void end(short producerEpoch, int transactionVersion) {
        onLoop(() -> gates.ending(new TransactionMarker(PRODUCER, producerEpoch, 0, true, transactionVersion)));
    }

    @Test
    void oneQuestionIsAskedForAllThatWaitAndTheyPassInOrder() {
        pass("first", EPOCH);
        pass("second", EPOCH);
        assertThat(answers).isEmpty();
        say(Errors.NONE);
        assertThat(asked).hasSize(1);
        assertThat(answers).containsExactly("first NONE", "second NONE");
    }

    @Test
    void theNextOneAsksAgain() {
        pass("first", EPOCH);
        say(Errors.NONE);
        pass("second", EPOCH);
        say(Errors.INVALID_TXN_STATE);
        assertThat(answers).containsExactly("first NONE", "second INVALID_TXN_STATE");
    }

    @Test
    void aCoordinatorThatFailsLetsNobodyIn() {
        pass("first", EPOCH);
        asked.get(0).completeExceptionally(new IllegalStateException("the test lets it fail"));
        onLoop(() -> {});
        assertThat(answers).containsExactly("first UNKNOWN_SERVER_ERROR");
    }

    @Test
    void anotherEpochOfTheProducerMustWaitItsTurn() {
        pass("first", EPOCH);
        pass("zombie", (short) (EPOCH - 1));
        assertThat(answers).containsExactly("zombie CONCURRENT_TRANSACTIONS");
        say(Errors.NONE);
        assertThat(answers).last().isEqualTo("first NONE");
    }

    @Test
    void nobodyEntersATransactionThatEndedMeanwhile() {
        pass("late", EPOCH);
        end(EPOCH, 1);
        say(Errors.NONE);
        assertThat(answers).containsExactly("late INVALID_TXN_STATE");
    }

    @Test
    void whatTheCoordinatorRefusedKeepsItsReason() {
        pass("late", EPOCH);
        end(EPOCH, 1);
        say(Errors.PRODUCER_FENCED);
        assertThat(answers).containsExactly("late PRODUCER_FENCED");
    }

    @Test
    void theEndOfAnotherTransactionIsNoneOfTheirs() {
        // Given: with version 2 the marker of the transaction before has this one's epoch.
        pass("next", EPOCH);
        end(EPOCH, 2);
        end((short) (EPOCH - 1), 1);
        say(Errors.NONE);
        assertThat(answers).containsExactly("next NONE");
    }
}
