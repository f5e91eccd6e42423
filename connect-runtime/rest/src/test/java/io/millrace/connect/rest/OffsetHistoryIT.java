package io.millrace.connect.rest;

/** What is kept of earlier offsets on our own broker. */
class OffsetHistoryIT extends OffsetHistorySuite {

    OffsetHistoryIT() {
        super(BrokerKind.MILLRACE);
    }
}
