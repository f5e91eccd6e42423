package io.millrace.registry.server.storage;

import io.millrace.registry.model.Decision;
import io.millrace.registry.model.RegistryErrorCode;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;

/**
 * A table in a compacted topic of its own, and the only way to change it: decide, append in a transaction, wait until the
 * own reader has replayed it. The topic is made by the first write, and looked for by every question until it is there.
 *
 * <p>Writes are serial. Those of an instance that no longer leads and does not know it yet end where the next one begins:
 * that one opens the same transactional id, and then replays everything before it decides. Any thread may call; all calls
 * may block.
 *
 * @param <T> the table
 * @param <R> what one record says
 */
final class TableStore<T, R> implements AutoCloseable {
    private static final long REST_MAX_NANOS = TimeUnit.HOURS.toNanos(1);

    private final StoreConfig config;
    private final TableFormat<T, R> format;
    private final Runnable requireLeader;
    /** Guards what opens the topic. */
    private final ReentrantLock opening = new ReentrantLock();
    /** Guards the writer. */
    private final ReentrantLock writing = new ReentrantLock();

    private Admin admin;
    private TopicReader reader;
    private boolean closed;
    /** Null until the topic is read up to where it ended when it was found. */
    private volatile ReplayedTable<T, R> replayed;

    private TableWriter<R> writer;
    private long usedNanos;

    /**
     * Opens nothing yet.
     *
     * @param config the brokers, the topic, and the patience with them
     * @param requireLeader ends with {@link NotLeaderException} where another instance writes
     */
    TableStore(StoreConfig config, TableFormat<T, R> format, Runnable requireLeader) {
        this.config = config;
        this.format = format;
        this.requireLeader = requireLeader;
    }

    /** Asks the table; where there is no topic, it is empty. */
    <A> A read(Function<T, A> question) {
        ReplayedTable<T, R> known = replayed;
        if (known == null) {
            known = open(false);
        }
        return known == null ? question.apply(format.empty()) : known.read(question);
    }

    /** Asks what is known without looking for the topic; empty if nobody has found it yet. */
    <A> Optional<A> readKnown(Function<T, A> question) {
        return Optional.ofNullable(replayed).map(known -> known.read(question));
    }

    /** Gives up the connection by which the topic was looked for in vain; whoever looks again opens it again. */
    void rest() {
        opening.lock();
        try {
            if (replayed == null && admin != null) {
                admin.close();
                admin = null;
            }
        } finally {
            opening.unlock();
        }
    }

    /** Decides and writes; nobody else decides in between. Answers out of what was written. */
    <A> Decision<A> write(Function<T, Decision<List<R>>> operation, Function<T, A> answer) {
        writing.lock();
        try {
            requireLeader.run();
            return decide(operation).map(written -> replayed == null ? answer.apply(format.empty()) : read(answer));
        } finally {
            writing.unlock();
        }
    }

    private Decision<List<R>> decide(Function<T, Decision<List<R>>> operation) {
        Decision<List<R>> early = read(operation);
        boolean writes = early.fold(records -> !records.isEmpty(), refused -> false);
        if (replayed == null && !writes) {
            return early; // not even the first write
        }
        ReplayedTable<T, R> known = open(true);
        try {
            prepare(known);
            return known.read(operation).map(records -> append(known, records));
        } catch (StoreException e) {
            abandon();
            throw e;
        }
    }

    /** Brokers forget a transactional id that nobody uses for days; a writer that rested opens it anew before that. */
    private void abandonRested() {
        if (writer != null && System.nanoTime() - usedNanos > REST_MAX_NANOS) {
            abandon();
        }
        usedNanos = System.nanoTime();
    }

    /** Sees to it that no other writer may append any more, and that what others have written is known. */
    private void prepare(ReplayedTable<T, R> known) {
        abandonRested();
        if (writer == null) {
            writer = new TableWriter<>(config, format);
            long end = end();
            try {
                known.await(end - 1, config.timeoutMs());
            } catch (StoreException e) {
                throw new StoreException(
                        e.code(), "the topic " + config.topic() + " could not be read up to its end " + end, e);
            }
        }
    }

    private List<R> append(ReplayedTable<T, R> known, List<R> records) {
        if (records.isEmpty()) {
            return records;
        }
        long last = writer.append(records, known);
        try {
            known.await(last, config.timeoutMs());
            return records;
        } catch (StoreException e) {
            throw e.ofUnknownOutcome();
        }
    }

    private void abandon() {
        if (writer != null) {
            writer.close();
            writer = null;
        }
    }

    private long end() {
        opening.lock();
        try {
            return new SchemasTopic(admin, config).endOffset();
        } finally {
            opening.unlock();
        }
    }

    /** What is replayed up to now; null if there is no topic and none is wanted. */
    private ReplayedTable<T, R> open(boolean make) {
        opening.lock();
        try {
            if (closed) {
                throw new StoreException(RegistryErrorCode.STORE_ERROR, "the registry is being stopped", null);
            }
            if (replayed == null) {
                if (admin == null) {
                    admin = Admin.create(ClientProperties.admin(config));
                }
                SchemasTopic topic = new SchemasTopic(admin, config);
                if (make || topic.exists()) {
                    ensure(topic);
                    follow(topic.endOffset());
                }
            }
            return replayed;
        } finally {
            opening.unlock();
        }
    }

    private static void ensure(SchemasTopic topic) {
        try {
            topic.ensure();
        } catch (IllegalStateException e) {
            // It is there, and would not keep what it is given.
            throw new StoreException(RegistryErrorCode.STORE_ERROR, e.getMessage(), e);
        }
    }

    private void follow(long end) {
        ReplayedTable<T, R> fresh = new ReplayedTable<>(format);
        TopicReader follower = new TopicReader(config, fresh::replay, fresh::fail);
        follower.start();
        try {
            fresh.await(end - 1, config.initTimeoutMs());
        } catch (StoreException e) {
            follower.close();
            throw e;
        }
        reader = follower;
        replayed = fresh;
    }

    @Override
    public void close() {
        opening.lock();
        try {
            closed = true;
            if (reader != null) {
                reader.close();
            }
        } finally {
            opening.unlock();
        }
        writing.lock();
        try {
            abandon();
        } finally {
            writing.unlock();
        }
        opening.lock();
        try {
            if (admin != null) {
                admin.close();
            }
        } finally {
            opening.unlock();
        }
    }
}
