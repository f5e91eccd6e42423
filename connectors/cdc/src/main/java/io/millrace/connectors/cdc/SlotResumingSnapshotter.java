package io.millrace.connectors.cdc;

import io.debezium.spi.snapshot.Snapshotter;
import java.util.Map;

/**
 * The snapshotter of the user's choice, but the snapshot at the start is followed by the changes that the slot holds.
 *
 * <p>Snapshots that are asked for later leave the stream where it is, so the answer holds for the first one only.
 */
final class SlotResumingSnapshotter implements Snapshotter {

    private final Snapshotter chosen;
    private volatile boolean atStart = true;

    SlotResumingSnapshotter(Snapshotter chosen) {
        this.chosen = chosen;
    }

    @Override
    public boolean shouldStreamEventsStartingFromSnapshot() {
        return !atStart && chosen.shouldStreamEventsStartingFromSnapshot();
    }

    @Override
    public void snapshotCompleted() {
        atStart = false;
        chosen.snapshotCompleted();
    }

    @Override
    public void snapshotAborted() {
        chosen.snapshotAborted();
    }

    @Override
    public String name() {
        return chosen.name();
    }

    @Override
    public void configure(Map<String, ?> settings) {
        chosen.configure(settings);
    }

    @Override
    public boolean shouldSnapshotData(boolean offsetExists, boolean snapshotInProgress) {
        return chosen.shouldSnapshotData(offsetExists, snapshotInProgress);
    }

    @Override
    public boolean shouldSnapshotSchema(boolean offsetExists, boolean snapshotInProgress) {
        return chosen.shouldSnapshotSchema(offsetExists, snapshotInProgress);
    }

    @Override
    public boolean shouldStream() {
        return chosen.shouldStream();
    }

    @Override
    public boolean shouldSnapshotOnSchemaError() {
        return chosen.shouldSnapshotOnSchemaError();
    }

    @Override
    public boolean shouldSnapshotOnDataError() {
        return chosen.shouldSnapshotOnDataError();
    }
}
