package io.millrace.connect.rest;

/** Changes while leaders go, on our own broker. */
class LeaderChangeIT extends LeaderChangeSuite {

    LeaderChangeIT() {
        super(BrokerKind.MILLRACE);
    }
}
