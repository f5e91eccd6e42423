package io.millrace.gateway;

/** Requests with keys on our own broker. */
class KeyedIT extends KeyedSuite {
    KeyedIT() {
        super(BrokerKind.MILLRACE);
    }
}
