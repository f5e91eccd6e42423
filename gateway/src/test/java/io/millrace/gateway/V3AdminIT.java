package io.millrace.gateway;

/** What REST Proxy v3 offers to those who look after a cluster, on our own broker. */
class V3AdminIT extends V3AdminSuite {
    V3AdminIT() {
        super(BrokerKind.MILLRACE);
    }
}
