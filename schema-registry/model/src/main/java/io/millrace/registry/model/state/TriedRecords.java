package io.millrace.registry.model.state;

import io.millrace.registry.model.SubjectName;
import io.millrace.registry.model.VersionKey;
import io.millrace.registry.model.record.RegistryRecord;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Records that a state shows for a while as if they were in the log, so that the next write is decided as the one behind
 * them. {@link #close} takes them back, the last first, and leaves no trace. Only what can be taken back is tried: new
 * versions and new contexts. For one thread, which keeps all others from the state meanwhile.
 */
public final class TriedRecords implements AutoCloseable {
    private final RegistryState state;
    private final Deque<Runnable> undo = new ArrayDeque<>();

    public TriedRecords(RegistryState state) {
        this.state = state;
    }

    /** Whether all of the records were added; if not, nothing may be decided on the state until this is closed. */
    public boolean add(List<RegistryRecord> records) {
        for (RegistryRecord record : records) {
            if (!add(record)) {
                return false;
            }
        }
        return true;
    }

    private boolean add(RegistryRecord record) {
        if (record instanceof RegistryRecord.VersionWritten written) {
            return addVersion(written);
        }
        return record instanceof RegistryRecord.ContextWritten context && addContext(context);
    }

    private boolean addVersion(RegistryRecord.VersionWritten written) {
        VersionKey key = written.version().key();
        if (state.version(key).isPresent()) {
            return false;
        }
        String context = SubjectName.contextOf(key.subject());
        boolean contextIsNew = !state.hasContext(context);
        boolean idsAreNew = !state.ids().has(context);
        int highestId = state.highestId(context);
        if (written.replay(state) != RegistryRecord.Outcome.APPLIED) {
            return false;
        }
        undo.push(() -> {
            state.versionErased(key);
            if (idsAreNew) {
                state.ids().forget(context);
            } else {
                state.ids().forgetAbove(context, highestId);
            }
            if (contextIsNew) {
                state.contextWritten(context, false);
            }
        });
        return true;
    }

    private boolean addContext(RegistryRecord.ContextWritten written) {
        if (!written.present() || state.hasContext(written.context())) {
            return false;
        }
        written.replay(state);
        undo.push(() -> state.contextWritten(written.context(), false));
        return true;
    }

    @Override
    public void close() {
        while (!undo.isEmpty()) {
            undo.pop().run();
        }
    }
}
