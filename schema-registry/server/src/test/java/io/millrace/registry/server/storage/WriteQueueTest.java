package io.millrace.registry.server.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WriteQueueTest {
    private static final int PATIENCE_S = 120;

    private final WriteQueue<String> queue = new WriteQueue<>();
    /** What each turn polled, with the name of its thread in front. */
    private final ConcurrentLinkedQueue<List<String>> turns = new ConcurrentLinkedQueue<>();

    private record Sent(Thread thread, FutureTask<Boolean> answered) {
        void await() throws Exception {
            answered.get(PATIENCE_S, TimeUnit.SECONDS);
        }
    }

    private Sent send(String request, Runnable turn) {
        FutureTask<Boolean> answered = new FutureTask<>(
                () -> {
                    queue.await(request, turn);
                },
                true);
        Thread thread = new Thread(answered, request);
        thread.start();
        return new Sent(thread, answered);
    }

    /** Sends requests, one after the other, while another one has the turn. */
    private List<Sent> sendBehind(String first, Runnable turn, List<String> requests) throws Exception {
        List<Sent> sent = new ArrayList<>();
        queue.await(first, () -> {
            assertThat(queue.poll()).contains(first);
            for (String request : requests) {
                sent.add(send(request, turn));
                awaitWaiting(sent.get(sent.size() - 1).thread());
            }
        });
        return sent;
    }

    private static void awaitWaiting(Thread thread) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
        while (thread.getState() != Thread.State.WAITING) {
            assertThat(thread.isAlive()).isTrue();
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private List<String> pollAll() {
        List<String> polled = new ArrayList<>(List.of(Thread.currentThread().getName()));
        for (Optional<String> next = queue.poll(); next.isPresent(); next = queue.poll()) {
            polled.add(next.get());
        }
        turns.add(polled);
        return polled;
    }

    @Test
    void answersAllThatWaitInOneTurn() throws Exception {
        // When
        List<Sent> sent = sendBehind("first", this::pollAll, List.of("a", "b", "c"));

        // Then
        for (Sent each : sent) {
            each.await();
        }
        assertThat(turns).containsExactly(List.of("a", "a", "b", "c"));
        assertThat(queue.peek()).isEmpty();
    }

    @Test
    void givesTheTurnToTheOneThatHasWaitedLongest() throws Exception {
        // When
        List<Sent> sent = sendBehind(
                "first",
                () -> turns.add(
                        List.of(Thread.currentThread().getName(), queue.poll().orElseThrow())),
                List.of("a", "b", "c"));

        // Then
        for (Sent each : sent) {
            each.await();
        }
        assertThat(turns).containsExactly(List.of("a", "a"), List.of("b", "b"), List.of("c", "c"));
    }

    @Test
    void keepsThePlacesOfThoseThatArePutBack() throws Exception {
        // Given
        AtomicBoolean puts = new AtomicBoolean(true);

        // When
        List<Sent> sent = sendBehind(
                "first",
                () -> {
                    List<String> polled = pollAll();
                    if (puts.getAndSet(false)) {
                        queue.putBack(List.of("d", "b"));
                        assertThat(queue.peek()).contains("b");
                    }
                    assertThat(polled).isNotEmpty();
                },
                List.of("a", "b", "c", "d", "e"));

        // Then
        for (Sent each : sent) {
            each.await();
        }
        assertThat(turns).containsExactly(List.of("a", "a", "b", "c", "d", "e"), List.of("b", "b", "d"));
    }

    @Test
    void givesAnotherTurnToTheOneThatPutsItselfBack() throws Exception {
        // Given
        AtomicInteger left = new AtomicInteger(3);

        // When
        queue.await("own", () -> {
            assertThat(queue.poll()).contains("own");
            if (left.decrementAndGet() > 0) {
                queue.putBack(List.of("own"));
            }
        });

        // Then
        assertThat(left).hasValue(0);
        assertThat(queue.peek()).isEmpty();
    }

    @Test
    void goesOnAfterATurnThatThrows() throws Exception {
        for (boolean polls : new boolean[] {false, true}) {
            // When
            List<Sent> sent = sendBehind(
                    "first",
                    () -> {
                        boolean throwing = Thread.currentThread().getName().equals("throwing");
                        if (!throwing || polls) {
                            pollAll();
                        }
                        if (throwing) {
                            throw new IllegalStateException("no");
                        }
                    },
                    List.of("throwing", "b", "c"));

            // Then
            assertThatThrownBy(sent.get(0)::await).hasRootCauseMessage("no");
            sent.get(1).await();
            sent.get(2).await();
            assertThat(queue.peek()).isEmpty();
        }
        assertThat(turns).containsExactly(List.of("b", "b", "c"), List.of("throwing", "throwing", "b", "c"));
    }

    @Test
    void waitsOnWhenItIsInterrupted() throws Exception {
        // When
        ConcurrentLinkedQueue<Boolean> interrupted = new ConcurrentLinkedQueue<>();
        List<Sent> sent = new ArrayList<>();
        queue.await("first", () -> {
            assertThat(queue.poll()).contains("first");
            FutureTask<Boolean> answered = new FutureTask<>(
                    () -> {
                        queue.await("a", this::pollAll);
                        interrupted.add(Thread.currentThread().isInterrupted());
                    },
                    true);
            Thread thread = new Thread(answered, "a");
            thread.start();
            awaitWaiting(thread);
            thread.interrupt();
            sent.add(new Sent(thread, answered));
        });

        // Then
        sent.get(0).await();
        assertThat(turns).containsExactly(List.of("a", "a"));
        assertThat(interrupted).containsExactly(true);
    }

    /** Each is answered once, by one turn at a time, whatever the turns take and put back. */
    @Test
    void answersEachOnce() throws Exception {
        // Given
        int threads = 8;
        int requests = 2_000;
        Random random = new Random(1);
        AtomicInteger running = new AtomicInteger();
        ConcurrentLinkedQueue<String> answered = new ConcurrentLinkedQueue<>();
        Runnable turn = () -> {
            assertThat(running.incrementAndGet()).isEqualTo(1);
            List<String> polled = new ArrayList<>(List.of(queue.poll().orElseThrow()));
            for (int i = random.nextInt(threads); i > 0; i--) {
                queue.poll().ifPresent(polled::add);
            }
            List<String> back =
                    polled.stream().filter(each -> random.nextInt(4) == 0).toList();
            queue.putBack(back);
            polled.removeAll(back);
            answered.addAll(polled);
            running.decrementAndGet();
        };

        // When
        List<FutureTask<Boolean>> senders = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            String prefix = i + "-";
            FutureTask<Boolean> sender = new FutureTask<>(
                    () -> {
                        for (int request = 0; request < requests; request++) {
                            queue.await(prefix + request, turn);
                            assertThat(answered).contains(prefix + request);
                            answered.remove(prefix + request);
                        }
                    },
                    true);
            senders.add(sender);
            new Thread(sender, "sender-" + i).start();
        }

        // Then
        for (FutureTask<Boolean> each : senders) {
            each.get(PATIENCE_S, TimeUnit.SECONDS);
        }
        assertThat(answered).isEmpty();
        assertThat(queue.peek()).isEmpty();
    }
}
