package io.millrace.connect.worker.task;

import io.millrace.connect.plan.restart.FailureKind;
import io.millrace.connect.worker.errors.FailureKinds;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * Finds the records on which a put fails, by putting the halves of the batch, their halves, and so on, in order. For k
 * bad ones of n records that takes about 2 k log n puts, and the task sees the others more than once.
 *
 * <p>When one record after the other fails and none is taken in between, the target is to blame and not the records;
 * then none of them is given up. Nor is any when put fails for want of something else than better records, as in an
 * outage, or when it fails on the whole and on no part: tasks that write in the background throw what befell an earlier
 * batch.
 */
final class PoisonSearch {

    /** What says nothing of the records, however often it is tried. */
    private static final Set<FailureKind> NOT_THE_RECORDS =
            EnumSet.of(FailureKind.RETRIABLE, FailureKind.FENCED, FailureKind.RESOURCES);

    private final Consumer<List<SinkRecord>> put;
    private final int inARowMax;
    private final BooleanSupplier stopping;
    /** Records found since the task last took one. */
    private int inARow;

    /** {@code put} gets lists that it may keep or change. */
    PoisonSearch(Consumer<List<SinkRecord>> put, int inARowMax, BooleanSupplier stopping) {
        this.put = put;
        this.inARowMax = inARowMax;
        this.stopping = stopping;
    }

    /** A record that put fails on by itself, and how. */
    record Poison(SinkRecord record, RuntimeException failure) {}

    /** Whether a failure of put, other than one that asks for another try, can be due to the records. */
    static boolean mayBlameRecords(RuntimeException failure) {
        return !NOT_THE_RECORDS.contains(FailureKinds.of(failure));
    }

    /** The task has taken records. */
    void taken() {
        inARow = 0;
    }

    /**
     * Searches a batch on which put has failed as a whole; the task has taken what is not in the answer. Throws the
     * task's own failure when it is time to stop or when it cannot be due to the records, a {@link ConnectException} when
     * there is nobody or too much to blame, and a {@link RetriableException} unless {@code retriesAreOver}: the whole
     * batch is to come again then.
     */
    List<Poison> search(List<SinkRecord> batch, RuntimeException failure, boolean retriesAreOver) {
        int before = inARow;
        try {
            List<Poison> found = new ArrayList<>();
            if (batch.size() == 1) {
                putPart(batch, failure, retriesAreOver, found);
            } else {
                split(batch, failure, retriesAreOver, found);
            }
            if (found.isEmpty()) {
                throw new ConnectException(
                        "put failed on a batch but on no part of it, so that the failure may be about records that the"
                                + " task took before; all since the last commit come again",
                        failure);
            }
            return found;
        } catch (RetriableException e) {
            inARow = before;
            throw e;
        }
    }

    private void split(List<SinkRecord> failed, RuntimeException failure, boolean retriesAreOver, List<Poison> found) {
        if (failed.size() <= 1) {
            failed.forEach(record -> blame(new Poison(record, failure), found));
            return;
        }
        int middle = failed.size() / 2;
        for (List<SinkRecord> half : List.of(failed.subList(0, middle), failed.subList(middle, failed.size()))) {
            putPart(half, failure, retriesAreOver, found);
        }
    }

    private void putPart(List<SinkRecord> part, RuntimeException failure, boolean retriesAreOver, List<Poison> found) {
        if (stopping.getAsBoolean()) {
            throw failure;
        }
        try {
            put.accept(new ArrayList<>(part));
            taken();
        } catch (RetriableException e) {
            if (!retriesAreOver) {
                throw e;
            }
            split(part, e, true, found);
        } catch (RuntimeException e) {
            if (!mayBlameRecords(e)) {
                throw e;
            }
            split(part, e, retriesAreOver, found);
        }
    }

    private void blame(Poison poison, List<Poison> found) {
        if (stopping.getAsBoolean()) {
            // The failure may be the stop's own doing.
            throw poison.failure();
        }
        inARow++;
        if (inARow > inARowMax) {
            throw new ConnectException(
                    "put failed on " + inARow + " records in a row, so that the target is to blame rather than the"
                            + " records; none of this batch was given up (errors.put.isolate.max=" + inARowMax + ")",
                    poison.failure());
        }
        found.add(poison);
    }
}
