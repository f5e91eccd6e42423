package io.millrace.broker.server.telemetry;

import io.millrace.broker.metadata.config.ClientMetricsConfigs;
import java.lang.management.ManagementFactory;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.management.JMException;
import javax.management.ObjectName;
import org.apache.kafka.common.Uuid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What each client pushed last, shown over JMX as {@code io.millrace.broker:type=client-metrics} and written to a logger
 * of its own. When all of it would take too much memory, the clients that pushed longest ago are shown no more.
 */
final class LatestMetrics implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger("millrace.client.metrics");
    private static final long MAX_BYTES = 16 << 20;

    /** One client may fill so much of it, so that none pushes all others out. */
    static final int SHARES = 16;

    /** About what a client weighs without its metrics: a bean, its name and its labels. */
    static final int CLIENT_BYTES = 4_096;

    private final int brokerId;
    private final long maxBytes;

    /** The one that pushed longest ago first. */
    private final Map<Uuid, Shown> shown = new LinkedHashMap<>();

    private long bytes;
    private boolean closed;

    LatestMetrics(int brokerId) {
        this(brokerId, MAX_BYTES);
    }

    LatestMetrics(int brokerId, long maxBytes) {
        this.brokerId = brokerId;
        this.maxBytes = maxBytes;
    }

    private record Shown(ObjectName name, ClientMetricsBean bean, long bytes) {}

    /** Shows them, unless they are more than one client may fill; what it pushed before is shown then. */
    boolean put(Uuid instanceId, ClientDescription client, List<MetricSample> samples) {
        long weight = CLIENT_BYTES
                + samples.stream().mapToLong(MetricSample::weightBytes).sum();
        if (weight > maxBytes / SHARES) {
            return false;
        }
        log(instanceId, client, samples);
        show(instanceId, client, samples, weight);
        return true;
    }

    private synchronized void show(Uuid instanceId, ClientDescription client, List<MetricSample> samples, long weight) {
        if (closed) {
            return;
        }
        Shown before = shown.remove(instanceId);
        ClientMetricsBean bean = before == null ? new ClientMetricsBean() : before.bean();
        bean.replace(samples);
        bytes += weight - (before == null ? 0 : before.bytes());
        ObjectName name = before == null ? register(instanceId, client, bean) : before.name();
        shown.put(instanceId, new Shown(name, bean, weight));
        Iterator<Map.Entry<Uuid, Shown>> eldest = shown.entrySet().iterator();
        while (bytes > maxBytes && eldest.hasNext()) {
            Shown last = eldest.next().getValue();
            eldest.remove();
            hide(last);
        }
    }

    synchronized void remove(Uuid instanceId) {
        Shown gone = shown.remove(instanceId);
        if (gone != null) {
            hide(gone);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        shown.values().forEach(this::hide);
        shown.clear();
    }

    private void hide(Shown gone) {
        bytes -= gone.bytes();
        try {
            ManagementFactory.getPlatformMBeanServer().unregisterMBean(gone.name());
        } catch (JMException e) {
            LOGGER.warn("The metrics of a client cannot be taken out of JMX. name={}", gone.name(), e);
        }
    }

    private ObjectName register(Uuid instanceId, ClientDescription client, ClientMetricsBean bean) {
        String clientId = client.labels().getOrDefault(ClientMetricsConfigs.CLIENT_ID, "");
        try {
            var name = new ObjectName("io.millrace.broker:type=client-metrics,broker=" + brokerId
                    + ",client-instance-id=" + instanceId + ",client-id=" + ObjectName.quote(clientId));
            ManagementFactory.getPlatformMBeanServer().registerMBean(bean, name);
            return name;
        } catch (JMException e) {
            throw new IllegalStateException("JMX does not take the metrics of the client " + instanceId, e);
        }
    }

    private static void log(Uuid instanceId, ClientDescription client, List<MetricSample> samples) {
        LOGGER.debug("A client pushed. clientInstanceId={} client={} samples={}", instanceId, client, samples.size());
        if (LOGGER.isTraceEnabled()) {
            samples.forEach(sample ->
                    LOGGER.trace("clientInstanceId={} metric={} value={}", instanceId, sample.name(), sample.value()));
        }
    }
}
