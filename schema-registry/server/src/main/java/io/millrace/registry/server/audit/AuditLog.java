package io.millrace.registry.server.audit;

import io.millrace.registry.model.RegistryErrorCode;
import io.millrace.registry.server.storage.StoreConfig;
import io.millrace.registry.server.storage.StoreException;
import java.lang.management.ManagementFactory;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import javax.management.JMException;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes records of changes to their topic: at once, where a change must not be made without, or behind the changes, from
 * a queue with a bound. Any thread may call.
 */
public final class AuditLog implements AuditLogMXBean, AutoCloseable {
    /** One record, keyed by what it is about. */
    @SuppressWarnings("ArrayRecordComponent") // what Kafka's producer takes
    public record Entry(byte[] key, byte[] value) {}

    private static final Logger LOGGER = LoggerFactory.getLogger(AuditLog.class);
    private static final long POLL_MS = 200;

    private final AuditConfig config;
    private final ObjectName name;
    private final AuditTopicWriter writer;
    private final BlockingQueue<Entry> waiting;
    private final Thread thread;
    private final AtomicLong written = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();
    private final AtomicLong refusedChanges = new AtomicLong();
    private final AtomicLong lostDenials = new AtomicLong();
    private final MinuteBudget denials;
    private volatile boolean closing;

    private AuditLog(AuditConfig config, StoreConfig store, ObjectName name) {
        this.name = name;
        this.config = config;
        this.writer = new AuditTopicWriter(config, store);
        this.waiting = new ArrayBlockingQueue<>(config.queueRecords());
        this.denials = new MinuteBudget(config.deniedPerMinute(), System.nanoTime());
        this.thread = new Thread(this::drain, "registry-audit");
        thread.setDaemon(true);
    }

    /**
     * Opens the log of the instance at a URL, whose counts are an MXBean of that name; the topic is created when the first
     * record is written.
     */
    public static AuditLog open(AuditConfig config, StoreConfig store, String url) {
        AuditLog log = new AuditLog(config, store, name(url));
        try {
            ManagementFactory.getPlatformMBeanServer().registerMBean(log, log.name);
        } catch (JMException e) {
            log.writer.close();
            throw new IllegalStateException("the counts of the audit log cannot be shown as " + log.name, e);
        }
        log.thread.start();
        return log;
    }

    /** Under which name the platform's MBean server shows the counts. */
    public static ObjectName name(String url) {
        try {
            return new ObjectName("io.millrace.registry:type=AuditLog,url=" + ObjectName.quote(url));
        } catch (MalformedObjectNameException e) {
            throw new IllegalArgumentException("no name can be made of " + url, e);
        }
    }

    /** Whether a change that cannot be written down is refused. */
    public boolean isRequired() {
        return config.required();
    }

    /** Writes down that a change will be made, before it is; throws if that is not durable, so that it is not made. */
    public void announce(Entry entry) {
        try {
            writer.write(entry);
            written.incrementAndGet();
        } catch (AuditTopicWriter.NotWrittenException e) {
            refusedChanges.incrementAndGet();
            throw new StoreException(
                    RegistryErrorCode.STORE_ERROR,
                    "nothing was changed, because the audit topic " + config.topic() + " cannot be written: "
                            + e.getMessage() + "; audit.required=false would let changes go on without",
                    e);
        }
    }

    /** Writes down what became of a change: before the client hears of it if records are required, else when it can be. */
    public void conclude(Entry entry) {
        if (config.required()) {
            writeOrCount(entry);
        } else if (!waiting.offer(entry)) {
            lose("more than " + config.queueRecords() + " records wait (audit.queue.records)");
        }
    }

    /**
     * Writes down that somebody was refused a change to which he has no right, when it can be; does not wait. Whoever asks
     * again and again fills neither the topic nor the half of the queue that is kept for changes.
     */
    public void deny(Supplier<Entry> entry) {
        boolean room = waiting.remainingCapacity() > config.queueRecords() / 2;
        if (!room || !denials.take(System.nanoTime()) || !waiting.offer(entry.get())) {
            lostDenials.incrementAndGet();
        }
    }

    private void drain() {
        try {
            while (!closing || !waiting.isEmpty()) {
                Entry next = waiting.poll(POLL_MS, TimeUnit.MILLISECONDS);
                if (next != null) {
                    writeOrCount(next);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            waiting.forEach(each -> lose("the registry ends"));
        }
    }

    private void writeOrCount(Entry entry) {
        try {
            writer.write(entry);
            written.incrementAndGet();
        } catch (AuditTopicWriter.NotWrittenException e) {
            lose(e.getMessage());
        }
    }

    private void lose(String reason) {
        lost.incrementAndGet();
        LOGGER.atWarn()
                .addKeyValue("topicName", config.topic())
                .addKeyValue("reason", reason)
                .log("the record of a change could not be written to the audit topic");
    }

    @Override
    public long getWritten() {
        return written.get();
    }

    @Override
    public long getLost() {
        return lost.get();
    }

    @Override
    public long getRefusedChanges() {
        return refusedChanges.get();
    }

    @Override
    public long getLostDenials() {
        return lostDenials.get();
    }

    /** Gives waiting records as long as one may take, and no longer. */
    @Override
    public void close() {
        closing = true;
        try {
            ManagementFactory.getPlatformMBeanServer().unregisterMBean(name);
        } catch (JMException e) {
            LOGGER.warn("the counts of the audit log are still shown", e);
        }
        try {
            thread.join(config.timeoutMs());
            thread.interrupt();
            thread.join(config.timeoutMs());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        writer.close();
    }
}
