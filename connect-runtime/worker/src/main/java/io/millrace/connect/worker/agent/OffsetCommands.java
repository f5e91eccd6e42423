package io.millrace.connect.worker.agent;

import io.millrace.connect.worker.control.ConnectorOffset;
import io.millrace.connect.worker.control.OffsetControl;
import io.millrace.connect.worker.control.OffsetDifference;
import io.millrace.connect.worker.control.OffsetHistoryEntry;
import io.millrace.connect.worker.control.OffsetRequest;
import io.millrace.connect.worker.control.OffsetsChanged;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Carries out what is asked about offsets; changes are made by the leader, in their turn. */
record OffsetCommands(OffsetAdmin admin, Reads reads, Answers answers, Turns turns) implements OffsetControl {

    @Override
    public CompletableFuture<List<ConnectorOffset>> read(String connector) {
        return answers.later(() -> admin.read(reads.connector(connector)));
    }

    @Override
    public CompletableFuture<List<OffsetDifference>> preview(String connector, OffsetRequest request) {
        return answers.later(() -> admin.preview(reads.connector(connector), request));
    }

    @Override
    public CompletableFuture<OffsetsChanged> change(String connector, OffsetRequest request, Optional<String> by) {
        return turns.change(connector, () -> admin.change(reads.connector(connector), request, by));
    }

    @Override
    public CompletableFuture<List<OffsetHistoryEntry>> history(String connector) {
        return answers.now(
                () -> admin.notes().entries(reads.connector(connector).name()));
    }
}
