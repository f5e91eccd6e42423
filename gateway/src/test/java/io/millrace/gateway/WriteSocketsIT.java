package io.millrace.gateway;

/** Records over WebSockets, on our own broker. */
class WriteSocketsIT extends WriteSocketsSuite {
    WriteSocketsIT() {
        super(BrokerKind.MILLRACE);
    }
}
