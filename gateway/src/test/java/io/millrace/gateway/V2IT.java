package io.millrace.gateway;

/** REST Proxy v2 on our own broker. */
class V2IT extends V2Suite {
    V2IT() {
        super(BrokerKind.MILLRACE);
    }
}
