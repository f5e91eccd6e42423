package io.millrace.connect.worker;

/** Letters that go back on our own broker. */
class RedriveIT extends RedriveSuite {

    RedriveIT() {
        super(BrokerKind.MILLRACE);
    }
}
