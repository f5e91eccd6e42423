package io.millrace.connect.worker;

/** Sinks on our own broker. */
class SinkIT extends SinkSuite {

    SinkIT() {
        super(BrokerKind.MILLRACE);
    }
}
