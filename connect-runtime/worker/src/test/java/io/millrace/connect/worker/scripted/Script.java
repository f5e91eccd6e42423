package io.millrace.connect.worker.scripted;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.TransactionContext;

/** What a scripted connector of a test is to do, and what it saw; found by the name of the connector. */
public final class Script {

    private static final Map<String, Script> SCRIPTS = new ConcurrentHashMap<>();

    /** Released by the test when a hanging call may return. */
    public final CountDownLatch release = new CountDownLatch(1);

    /** Calls in which to hang: connector.start, connector.validate, task.start, poll, put, preCommit, stop. */
    public final List<String> hangIn = new CopyOnWriteArrayList<>();

    /** Whether a hanging call ignores interrupts. */
    public volatile boolean stubborn;

    /** Failures that the next calls of put throw, one each. */
    public final List<RuntimeException> putFailures = new CopyOnWriteArrayList<>();

    /** Failures that the next starts of the connector throw, one each. */
    public final List<RuntimeException> startFailures = new CopyOnWriteArrayList<>();

    public final List<SinkRecord> delivered = new CopyOnWriteArrayList<>();
    public final List<String> calls = new CopyOnWriteArrayList<>();
    public final AtomicInteger emptyPuts = new AtomicInteger();
    public volatile Consumer<SinkTaskContext> onOpen = context -> {};
    public volatile Consumer<List<SinkRecord>> onPut = records -> {};
    /** What a numbered source does with its transactions before its poll returns. */
    public volatile BiConsumer<TransactionContext, List<SourceRecord>> onPolled = (transactions, records) -> {};

    /** What a numbered source says in its offsets beside the number. */
    public volatile Map<String, Object> offsetMarks = Map.of();

    /** How often a task of a numbered source was started. */
    public final AtomicInteger starts = new AtomicInteger();

    public volatile SinkTaskContext sinkContext;
    public volatile int sourceRecords = Integer.MAX_VALUE;
    public volatile int tasks = 1;

    public static Script of(String connector) {
        return SCRIPTS.computeIfAbsent(connector, name -> new Script());
    }

    /** For the next suite, whose connectors may have the names of this one's. */
    public static void forgetAll() {
        SCRIPTS.clear();
    }

    public void reach(String call) {
        calls.add(call);
        while (hangIn.contains(call)) {
            try {
                release.await();
                return;
            } catch (InterruptedException e) {
                if (!stubborn) {
                    throw new IllegalStateException("interrupted in " + call, e);
                }
            }
        }
    }
}
