package io.millrace.broker.server.telemetry;

import io.millrace.broker.metadata.image.ConfigsImage;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.CompressionType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The broker's side of KIP-714: tells clients which metrics to push, checks that they keep to it, and shows what they
 * push. Thread: any but the loops: expressions are matched and pushes are read here, which takes its time.
 */
public final class ClientTelemetry implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(ClientTelemetry.class);
    private static final long SWEEP_INTERVAL_MS = 10_000;

    private final Settings settings;
    private final LongSupplier clockMs;
    private final Timer timer;
    private final LatestMetrics latest;
    private final PayloadReader reader;
    private final TelemetryClients clients;
    private boolean sweeping;
    private boolean closed;

    /**
     * Nobody has asked yet.
     *
     * @param clockMs a clock that does not jump
     */
    public ClientTelemetry(Settings settings, Supplier<ConfigsImage> configs, LongSupplier clockMs, Timer timer) {
        this.settings = settings;
        this.clockMs = clockMs;
        this.timer = timer;
        this.latest = new LatestMetrics(settings.brokerId());
        this.reader = new PayloadReader(settings.maxBytes());
        this.clients = new TelemetryClients(configs, latest::remove);
    }

    /**
     * What an operator may set.
     *
     * @param maxBytes {@code telemetry.max.bytes}, of one push, as it is sent and decompressed
     */
    public record Settings(int brokerId, int maxBytes) {}

    /** Runs a task later. */
    @FunctionalInterface
    public interface Timer {

        void schedule(Runnable task, long delayMs);
    }

    /**
     * What a client is told that asks what to push.
     *
     * @param error if any; the rest means nothing then
     */
    public record Told(Errors error, Uuid instanceId, int subscriptionId, List<String> metrics, int intervalMs) {}

    /**
     * What a client pushes.
     *
     * @param metrics a copy of its own, compressed
     */
    public record Push(
            Uuid instanceId, int subscriptionId, boolean terminating, byte compressionType, ByteBuffer metrics) {}

    /** Most that one push may have. */
    public int maxBytes() {
        return settings.maxBytes();
    }

    /** Answers a client that asks; one without an id gets one. */
    public synchronized Told ask(Uuid instanceId, Function<Uuid, ClientDescription> description) {
        long nowMs = clockMs.getAsLong();
        Uuid id = instanceId.equals(Uuid.ZERO_UUID) ? freshId() : instanceId;
        TelemetryClient client = heard(id, description, nowMs);
        if (!client.mayAsk(nowMs)) {
            return new Told(Errors.THROTTLING_QUOTA_EXCEEDED, id, 0, List.of(), 0);
        }
        client.lastError(Errors.NONE);
        Wanted wanted = client.wanted();
        return new Told(Errors.NONE, id, client.subscriptionId(), wanted.metrics(), wanted.intervalMs());
    }

    /** Takes a push, or says why not. */
    public Errors push(Push push, Function<Uuid, ClientDescription> description) {
        if (Uuid.RESERVED.contains(push.instanceId())) {
            return Errors.INVALID_REQUEST;
        }
        TelemetryClient client;
        synchronized (this) {
            long nowMs = clockMs.getAsLong();
            client = heard(push.instanceId(), description, nowMs);
            Errors complaint = complaint(push, client, nowMs);
            client.terminating(push.terminating());
            client.lastError(complaint);
            if (complaint != Errors.NONE || client.wanted().metrics().isEmpty()) {
                showOnlyTheLiving(push, client);
                return complaint;
            }
        }
        Errors outcome = push.metrics().hasRemaining() ? show(push, client) : Errors.NONE;
        synchronized (this) {
            showOnlyTheLiving(push, client);
        }
        return outcome;
    }

    /** Nobody would take away later what is shown of a client that has ended, or that was forgotten in the meantime. */
    private void showOnlyTheLiving(Push push, TelemetryClient client) {
        if (client.terminating() || !clients.knows(push.instanceId())) {
            latest.remove(push.instanceId());
        }
    }

    private Errors complaint(Push push, TelemetryClient client, long nowMs) {
        if (client.terminating()) {
            return Errors.INVALID_REQUEST;
        }
        if (!client.mayPush(nowMs) && !push.terminating()) {
            return Errors.THROTTLING_QUOTA_EXCEEDED;
        }
        if (push.subscriptionId() != client.subscriptionId()) {
            return Errors.UNKNOWN_SUBSCRIPTION_ID;
        }
        if (push.compressionType() < 0 || push.compressionType() > CompressionType.ZSTD.id) {
            return Errors.UNSUPPORTED_COMPRESSION_TYPE;
        }
        return push.metrics().remaining() > settings.maxBytes() ? Errors.TELEMETRY_TOO_LARGE : Errors.NONE;
    }

    private Errors show(Push push, TelemetryClient client) {
        List<MetricSample> samples;
        try {
            samples = reader.read(push.metrics(), CompressionType.forId(push.compressionType()));
        } catch (RuntimeException e) {
            LOGGER.warn("A client pushed metrics that cannot be read. clientInstanceId={}", push.instanceId(), e);
            synchronized (this) {
                client.lastError(Errors.INVALID_RECORD);
            }
            return Errors.INVALID_RECORD;
        }
        // Not under the lock, for others would wait for JMX and for the logger.
        if (!latest.put(push.instanceId(), client.description(), samples)) {
            synchronized (this) {
                client.lastError(Errors.TELEMETRY_TOO_LARGE);
            }
            return Errors.TELEMETRY_TOO_LARGE;
        }
        return Errors.NONE;
    }

    private TelemetryClient heard(Uuid id, Function<Uuid, ClientDescription> description, long nowMs) {
        TelemetryClient client = clients.heard(id, () -> description.apply(id), nowMs);
        if (!sweeping && !closed) {
            sweeping = true;
            timer.schedule(this::sweep, SWEEP_INTERVAL_MS);
        }
        return client;
    }

    private synchronized void sweep() {
        sweeping = !closed && clients.sweep(clockMs.getAsLong());
        if (sweeping) {
            timer.schedule(this::sweep, SWEEP_INTERVAL_MS);
        }
    }

    private Uuid freshId() {
        Uuid id = Uuid.randomUuid();
        while (clients.knows(id)) {
            id = Uuid.randomUuid();
        }
        return id;
    }

    /** Shows nothing any more. */
    @Override
    public synchronized void close() {
        closed = true;
        latest.close();
    }
}
