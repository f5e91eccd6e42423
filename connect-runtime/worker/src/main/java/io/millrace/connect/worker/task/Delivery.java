package io.millrace.connect.worker.task;

import java.util.List;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.TransactionContext;

/** A promise of how records get from a source into their topics, and their offsets with them. On the task's thread. */
interface Delivery {

    /** Before the source is started; false, with nothing written, when it is time to stop. May block. */
    boolean open() throws InterruptedException;

    /** For a source that says itself where transactions end; null for others. */
    TransactionContext transactionContext();

    /** Before the first poll. */
    void begin();

    /** Waits until there is room for what a poll may give; false when it is time to stop. */
    boolean awaitRoom();

    /**
     * Takes what a poll gave, null for nothing. Returns early, without loss, when it is time to stop: what was not sent
     * is polled again by the task's next life.
     */
    void deliver(List<SourceRecord> batch) throws InterruptedException;

    /** Throws what failed in the background. */
    void throwFailure();

    /** Whether a pause may begin now. */
    boolean mayPause();

    /** Commits what may be committed before a pause. */
    void pause() throws InterruptedException;

    /** After a pause. */
    void resume();

    /** No more records come; commits what may be committed. {@code failed} when an error ends the task. */
    void finish(boolean failed) throws InterruptedException;

    /** Nothing more may be committed; from any thread, more than once. */
    void end();

    /** From here on the producer is closed, and what it cuts off says nothing of the records. */
    void closing();
}
