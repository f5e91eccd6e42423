package io.millrace.connect.worker;

/** Logs of workers on our own broker. */
class CompactedLogIT extends CompactedLogSuite {

    CompactedLogIT() {
        super(BrokerKind.MILLRACE);
    }
}
