package io.millrace.connect.worker.agent;

import io.millrace.connect.worker.control.ConnectorOffset;
import io.millrace.connect.worker.control.OffsetControl;
import io.millrace.connect.worker.control.OffsetDifference;
import io.millrace.connect.worker.control.OffsetHistoryEntry;
import io.millrace.connect.worker.control.OffsetRequest;
import io.millrace.connect.worker.control.OffsetsChanged;
import io.millrace.connect.worker.secrets.SecretMemory;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Offsets for people: no failure tells a secret of the connector. */
record MaskedOffsets(OffsetControl offsets, SecretMemory memory) implements OffsetControl {

    @Override
    public CompletableFuture<List<ConnectorOffset>> read(String connector) {
        return MaskedControl.discreet(memory, connector, offsets.read(connector));
    }

    @Override
    public CompletableFuture<List<OffsetDifference>> preview(String connector, OffsetRequest request) {
        return MaskedControl.discreet(memory, connector, offsets.preview(connector, request));
    }

    @Override
    public CompletableFuture<OffsetsChanged> change(String connector, OffsetRequest request, Optional<String> by) {
        return MaskedControl.discreet(memory, connector, offsets.change(connector, request, by));
    }

    @Override
    public CompletableFuture<List<OffsetHistoryEntry>> history(String connector) {
        return MaskedControl.discreet(memory, connector, offsets.history(connector))
                .thenApply(entries -> entries.stream()
                        .map(entry -> entry.failure()
                                .map(why -> entry.failed(memory.redacted(connector, why)))
                                .orElse(entry))
                        .toList());
    }
}
