package io.millrace.connect.worker;

/** Puts that last, on our own broker. */
class SlowPutIT extends SlowPutSuite {

    SlowPutIT() {
        super(BrokerKind.MILLRACE);
    }
}
