package io.millrace.connect.worker.task;

import io.millrace.connect.worker.config.FlushConfig;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.BooleanSupplier;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.TransactionContext;

/** Sends records as they come and commits, from time to time, the offsets of those that are acknowledged. */
final class AtLeastOnceDelivery implements Delivery {

    private final SourceSender sender;
    private final OffsetFlusher flusher;
    private final TaskSwitch control;

    AtLeastOnceDelivery(
            SourceParts parts,
            TaskRunner runner,
            TaskSwitch control,
            FlushConfig flush,
            BooleanSupplier mayCommit,
            ScheduledExecutorService timer) {
        this.control = control;
        AckTracker acks = new AckTracker(parts.budget()::give);
        this.sender = new SourceSender(parts, acks, control, runner);
        this.flusher = new OffsetFlusher(
                runner,
                parts.offsets(),
                new SourceReceipts(runner.spec().id(), parts.task(), control, runner.calls(), runner.discretion()),
                acks,
                flush,
                () -> !control.abandoned() && mayCommit.getAsBoolean(),
                timer);
    }

    @Override
    public boolean open() {
        return true;
    }

    @Override
    public TransactionContext transactionContext() {
        return null;
    }

    @Override
    public void begin() {
        flusher.start();
    }

    @Override
    public boolean awaitRoom() {
        return control.abandoned() || sender.awaitRoom(flusher);
    }

    @Override
    public void deliver(List<SourceRecord> batch) {
        if (batch != null && !control.abandoned()) {
            sender.send(batch, flusher);
        }
    }

    @Override
    public void throwFailure() {
        sender.throwFailure();
    }

    @Override
    public boolean mayPause() {
        return true;
    }

    @Override
    public void pause() {
        // The flusher goes on during a pause.
    }

    @Override
    public void resume() {
        // The flusher went on during the pause.
    }

    @Override
    public void finish(boolean failed) throws InterruptedException {
        flusher.finish();
    }

    @Override
    public void end() {
        flusher.end();
    }

    @Override
    public void closing() {
        sender.end();
    }
}
