package io.millrace.gateway;

/** REST Proxy v3 on our own broker. */
class V3IT extends V3Suite {
    V3IT() {
        super(BrokerKind.MILLRACE);
    }
}
