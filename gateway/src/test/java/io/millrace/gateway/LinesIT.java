package io.millrace.gateway;

/** Records on lines, on our own broker. */
class LinesIT extends LinesSuite {
    LinesIT() {
        super(BrokerKind.MILLRACE);
    }
}
