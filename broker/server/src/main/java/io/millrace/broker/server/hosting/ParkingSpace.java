package io.millrace.broker.server.hosting;

import java.util.concurrent.atomic.AtomicInteger;

/** Room for parked fetches, counted in partitions, over all connections of a broker. Any thread. */
public final class ParkingSpace {

    private final AtomicInteger free;

    /** Has room for so many partitions. */
    public ParkingSpace(int partitions) {
        this.free = new AtomicInteger(partitions);
    }

    /** Says whether there was room; if not, nothing is taken. */
    boolean take(int partitions) {
        if (free.addAndGet(-partitions) >= 0) {
            return true;
        }
        free.addAndGet(partitions);
        return false;
    }

    void giveBack(int partitions) {
        free.addAndGet(partitions);
    }

    int free() {
        return free.get();
    }
}
