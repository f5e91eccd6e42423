package io.millrace.connect.worker;

/** Offsets of sinks on our own broker. */
class SinkOffsetsIT extends SinkOffsetsSuite {

    SinkOffsetsIT() {
        super(BrokerKind.MILLRACE, BrokerKind.APACHE_KAFKA);
    }
}
