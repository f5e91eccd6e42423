package io.millrace.connect.worker;

/** Restarts of what failed on our own broker. */
class RestartIT extends RestartSuite {

    RestartIT() {
        super(BrokerKind.MILLRACE);
    }
}
