package io.millrace.gateway;

/** Reads by offset on our own broker. */
class ReadIT extends ReadSuite {
    ReadIT() {
        super(BrokerKind.MILLRACE);
    }
}
