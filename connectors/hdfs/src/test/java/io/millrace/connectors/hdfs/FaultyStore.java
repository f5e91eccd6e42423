package io.millrace.connectors.hdfs;

import io.millrace.connectors.hdfs.store.Standing;
import io.millrace.connectors.hdfs.store.Store;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;

/**
 * A store that breaks at one step, before or after the step took effect, for a moment or for ever; or whose process is
 * frozen before that step while others go on.
 */
final class FaultyStore implements Store {

    /** How a step breaks. */
    enum Fault {
        CRASH_BEFORE,
        CRASH_AFTER,
        ERROR_BEFORE,
        ERROR_AFTER,
        PAUSE;

        boolean isCrash() {
            return this == CRASH_BEFORE || this == CRASH_AFTER;
        }
    }

    /** The process is gone: nothing that it calls afterwards has an effect. */
    static final class KilledError extends Error {

        private static final long serialVersionUID = 1L;
    }

    private final Store store;
    private final Fault fault;
    private final int faultyStep;
    private final Runnable meanwhile;
    private int step;
    private boolean killed;

    FaultyStore(Store store, Fault fault, int faultyStep) {
        this(store, fault, faultyStep, () -> {});
    }

    FaultyStore(Store store, Fault fault, int faultyStep, Runnable meanwhile) {
        this.store = store;
        this.fault = fault;
        this.faultyStep = faultyStep;
        this.meanwhile = meanwhile;
    }

    boolean hasFaulted() {
        return step >= faultyStep;
    }

    private interface Step<T> {

        T take() throws IOException;
    }

    private <T> T take(Step<T> action) throws IOException {
        if (killed) {
            throw new KilledError();
        }
        step++;
        if (step != faultyStep) {
            return action.take();
        }
        if (fault == Fault.PAUSE) {
            meanwhile.run();
            return action.take();
        }
        if (fault == Fault.CRASH_AFTER || fault == Fault.ERROR_AFTER) {
            action.take();
        }
        if (fault.isCrash()) {
            killed = true;
            throw new KilledError();
        }
        throw new IOException("injected at step " + step);
    }

    @Override
    public FSDataOutputStream create(Path path) throws IOException {
        return take(() -> store.create(path));
    }

    @Override
    public FSDataInputStream open(Path path) throws IOException {
        return take(() -> store.open(path));
    }

    @Override
    public boolean publish(Path source, Path target) throws IOException {
        return take(() -> store.publish(source, target));
    }

    @Override
    public Standing standing(Path source, Path target) throws IOException {
        return take(() -> store.standing(source, target));
    }

    @Override
    public boolean exists(Path path) throws IOException {
        return take(() -> store.exists(path));
    }

    @Override
    public List<Path> files(Path folder) throws IOException {
        return take(() -> store.files(folder));
    }

    @Override
    public List<Path> folders(Path folder) throws IOException {
        return take(() -> store.folders(folder));
    }

    @Override
    public List<Path> filesBelow(Path folder) throws IOException {
        return take(() -> store.filesBelow(folder));
    }

    @Override
    public void delete(Path path) throws IOException {
        take(() -> {
            store.delete(path);
            return null;
        });
    }

    @Override
    public void close() {
        // The store below is shared with the tasks that come after this one.
    }
}
