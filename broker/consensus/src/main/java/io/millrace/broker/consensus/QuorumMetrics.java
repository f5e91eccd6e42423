package io.millrace.broker.consensus;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.ratis.metrics.MetricRegistries;
import org.apache.ratis.metrics.RatisMetricRegistry;
import org.apache.ratis.metrics.impl.MetricRegistriesImpl;

/**
 * Shows the metrics of Ratis over JMX when a quorum serves, and not while it starts: making the JVM's first beans takes
 * a tenth of that, on the thread that everybody waits for. One for the whole JVM, as Ratis's registries are.
 *
 * <p>Thread-safe.
 */
final class QuorumMetrics {

    /** By then a broker serves, even on a machine with other work. */
    private static final long SHOW_AFTER_S = 1;

    /** Installs itself once, before the first Ratis server makes a registry. */
    private static final QuorumMetrics SHARED = install();

    private final Consumer<RatisMetricRegistry> show;
    private final Consumer<RatisMetricRegistry> hide;
    private final Set<RatisMetricRegistry> waiting = new LinkedHashSet<>();
    private boolean showing;

    QuorumMetrics(Consumer<RatisMetricRegistry> show, Consumer<RatisMetricRegistry> hide) {
        this.show = show;
        this.hide = hide;
    }

    static QuorumMetrics shared() {
        return SHARED;
    }

    private static QuorumMetrics install() {
        QuorumMetrics metrics = JmxReporting.ofRatis();
        MetricRegistries.global().addReporterRegistration(metrics::add, metrics::remove);
        return metrics;
    }

    synchronized void add(RatisMetricRegistry registry) {
        if (showing) {
            show.accept(registry);
        } else {
            waiting.add(registry);
        }
    }

    synchronized void remove(RatisMetricRegistry registry) {
        if (!waiting.remove(registry)) {
            hide.accept(registry);
        }
    }

    /** Shows what waits, and from now on each registry when it is made. */
    synchronized void show() {
        showing = true;
        waiting.forEach(show);
        waiting.clear();
    }

    /** The same in a moment, on a thread for which nobody waits. */
    void showSoon() {
        CompletableFuture.delayedExecutor(SHOW_AFTER_S, TimeUnit.SECONDS).execute(this::show);
    }

    /** What Ratis would register itself if it were not asked to wait. */
    private static final class JmxReporting extends MetricRegistriesImpl {

        private QuorumMetrics metrics;

        static QuorumMetrics ofRatis() {
            var reporting = new JmxReporting();
            reporting.enableJmxReporter();
            return reporting.metrics;
        }

        @Override
        public void addReporterRegistration(
                Consumer<RatisMetricRegistry> reporter, Consumer<RatisMetricRegistry> stop) {
            metrics = new QuorumMetrics(reporter, stop);
        }
    }
}
