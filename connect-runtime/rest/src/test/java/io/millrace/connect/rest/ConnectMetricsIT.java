package io.millrace.connect.rest;

/** Figures that any worker tells, on our own broker. */
class ConnectMetricsIT extends ConnectMetricsSuite {

    ConnectMetricsIT() {
        super(BrokerKind.MILLRACE);
    }
}
