package io.millrace.connect.rest;

/** On our own broker, with sources that deliver at least once. */
class TakeoverIT extends TakeoverSuite {
    @Override
    String bootstrapServers() {
        return BrokerKind.MILLRACE.bootstrapServers();
    }

    @Override
    String exactlyOnce() {
        return "disabled";
    }
}
