package io.millrace.connect.worker;

/** Dead letters on our own broker. */
class DeadLetterIT extends DeadLetterSuite {

    DeadLetterIT() {
        super(BrokerKind.MILLRACE);
    }
}
