package io.millrace.connect.rest;

/** A worker and its REST interface on our own broker. */
class ConnectServerIT extends ConnectServerSuite {

    ConnectServerIT() {
        super(BrokerKind.MILLRACE);
    }
}
