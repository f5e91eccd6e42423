package io.millrace.connect.worker;

/** What is told of instances on our own broker. */
class StatusIT extends StatusSuite {

    StatusIT() {
        super(BrokerKind.MILLRACE);
    }
}
