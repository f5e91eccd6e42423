package io.millrace.connect.worker;

/** Figures of connectors on our own broker. */
class MetricsIT extends MetricsSuite {

    MetricsIT() {
        super(BrokerKind.MILLRACE);
    }
}
