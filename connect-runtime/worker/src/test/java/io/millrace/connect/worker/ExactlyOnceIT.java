package io.millrace.connect.worker;

/** Exactly-once sources on our own broker. */
class ExactlyOnceIT extends ExactlyOnceSuite {

    ExactlyOnceIT() {
        super(BrokerKind.MILLRACE);
    }
}
