package io.millrace.hub.demo;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Changes the shop without a break: random transactions of inserts, updates, deletes and key changes, one in ten
 * rolled back. One thread; the sequence follows from the seed.
 */
final class ShopWorkload implements AutoCloseable {

    private static final long PAUSE_NANOS = 4_000_000;
    private static final int PULSE_EVERY = 10;
    private static final int OPERATIONS_MAX = 8;

    private final Connection connection;
    private final Random random;
    private final ShopOperations operations;
    private final AtomicLong rowsChanged = new AtomicLong();
    private final AtomicLong transactions = new AtomicLong();
    private final Thread thread;
    private volatile boolean stopping;
    private volatile Exception failure;

    private ShopWorkload(Connection connection, long seed) throws SQLException {
        this.connection = connection;
        this.random = new Random(seed);
        this.operations = new ShopOperations(connection, random);
        this.thread = new Thread(this::run, "shop-workload");
    }

    static ShopWorkload start(ShopDatabase database, long seed) throws SQLException {
        Connection connection = database.connect(ShopDatabase.SHOP);
        connection.setAutoCommit(false);
        ShopWorkload workload = new ShopWorkload(connection, seed);
        workload.operations.stockTheShelves();
        connection.commit();
        workload.thread.start();
        return workload;
    }

    /** Rows changed by transactions that committed. */
    long rowsChanged() {
        return rowsChanged.get();
    }

    /** Transactions that committed. */
    long transactions() {
        return transactions.get();
    }

    /** Ends the current transaction, lets the pulse beat once more, and fails if the workload did. */
    @Override
    public void close() throws SQLException {
        stopping = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the workload ended", e);
        }
        try (connection) {
            if (failure != null) {
                throw new SQLException("the workload broke off: " + failure.getMessage(), failure);
            }
            operations.beat();
            connection.commit();
        }
    }

    private void run() {
        try {
            while (!stopping) {
                transaction();
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        } catch (SQLException | RuntimeException e) {
            failure = e;
        }
    }

    private void transaction() throws SQLException {
        int rows = 0;
        int count = 1 + random.nextInt(OPERATIONS_MAX);
        for (int operation = 0; operation < count; operation++) {
            rows += operations.any();
        }
        if (random.nextInt(10) == 0) {
            connection.rollback();
            return;
        }
        if (transactions.incrementAndGet() % PULSE_EVERY == 0) {
            rows += operations.beat();
        }
        connection.commit();
        rowsChanged.addAndGet(rows);
    }
}
