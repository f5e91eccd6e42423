package io.millrace.connect.worker.offsets;

import io.millrace.connect.worker.config.InternalTopicConfig;
import io.millrace.connect.worker.config.OffsetClients;
import io.millrace.connect.worker.log.CompactedLog;
import io.millrace.connect.worker.log.InternalTopics;
import io.millrace.connect.worker.log.OversizedRecord;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.connect.errors.ConnectException;

/** A connector's own topic of offsets, while somebody uses it. */
final class OwnOffsetTopic implements AutoCloseable {

    private static final long START_TIMEOUT_MS = 60_000;

    private final InternalTopicConfig config;
    private final String name;
    private final OffsetClients clients;
    private OffsetTopic topic;

    OwnOffsetTopic(InternalTopicConfig config, String name, OffsetClients clients) {
        this.config = config;
        this.name = name;
        this.clients = clients;
    }

    /** Creates the topic if it is missing and reads it to its end, once; blocks. */
    synchronized OffsetTopic started() {
        if (topic == null) {
            createIfMissing();
            topic = read();
        }
        return topic;
    }

    private void createIfMissing() {
        Admin admin = Admin.create(clients.admin());
        try {
            new InternalTopics(admin).ensureCompacted(config);
        } finally {
            admin.close(Duration.ZERO);
        }
    }

    private OffsetTopic read() {
        OffsetTable table = new OffsetTable();
        CompactedLog log = new CompactedLog(
                name,
                clients.consumer(),
                clients.producer(),
                OversizedRecord.Writer.CONNECTOR,
                Map.of(config.name(), table));
        try {
            log.start().get(START_TIMEOUT_MS, TimeUnit.MILLISECONDS);
            return new OffsetTopic(config.name(), table, log);
        } catch (ExecutionException | TimeoutException e) {
            log.close();
            throw new ConnectException(
                    "The offset topic \"" + config.name() + "\" cannot be read to its end"
                            + log.trouble().map(why -> ": " + why).orElse(""),
                    e);
        } catch (InterruptedException e) {
            log.close();
            Thread.currentThread().interrupt();
            throw new ConnectException("interrupted while an offset topic was read", e);
        }
    }

    @Override
    public synchronized void close() {
        if (topic != null) {
            topic.log().close();
        }
    }
}
