package io.millrace.broker.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.management.ObjectName;
import org.apache.ratis.metrics.MetricRegistries;
import org.apache.ratis.metrics.MetricRegistryInfo;
import org.apache.ratis.metrics.RatisMetricRegistry;
import org.apache.ratis.metrics.impl.RatisMetricRegistryImpl;
import org.junit.jupiter.api.Test;

/** Registries wait until a quorum serves, and are seen over JMX then. */
class QuorumMetricsTest {

    private static final String DOMAIN = "quorum_metrics_test";

    private final List<RatisMetricRegistry> shown = new ArrayList<>();
    private final List<RatisMetricRegistry> hidden = new ArrayList<>();
    private final QuorumMetrics metrics = new QuorumMetrics(shown::add, hidden::add);

    @Test
    void registriesWaitUntilAllAreShown() {
        RatisMetricRegistry early = registry("early");
        RatisMetricRegistry gone = registry("gone");
        RatisMetricRegistry late = registry("late");
        metrics.add(early);
        metrics.add(gone);
        metrics.remove(gone);
        assertThat(shown).isEmpty();
        metrics.show();
        assertThat(shown).containsExactly(early);
        metrics.add(late);
        assertThat(shown).containsExactly(early, late);
        metrics.show();
        assertThat(shown).containsExactly(early, late);
        metrics.remove(early);
        assertThat(hidden).containsExactly(early);
    }

    @Test
    void theBeansOfRatisAreSeenOverJmx() throws Exception {
        QuorumMetrics shared = QuorumMetrics.shared();
        MetricRegistryInfo info = info("server");
        MetricRegistries.global().create(info).counter("questions").inc();
        shared.show();
        assertThat(beans()).isNotEmpty();
        MetricRegistries.global().remove(info);
        assertThat(beans()).isEmpty();
    }

    private static Set<ObjectName> beans() throws Exception {
        return ManagementFactory.getPlatformMBeanServer().queryNames(new ObjectName(DOMAIN + ":*"), null);
    }

    private static RatisMetricRegistry registry(String name) {
        return new RatisMetricRegistryImpl(info(name));
    }

    private static MetricRegistryInfo info(String name) {
        return new MetricRegistryInfo(name, DOMAIN, "component", "a test");
    }
}
