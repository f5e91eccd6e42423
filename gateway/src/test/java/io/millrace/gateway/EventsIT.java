package io.millrace.gateway;

/** Server-sent events on our own broker. */
class EventsIT extends EventsSuite {
    EventsIT() {
        super(BrokerKind.MILLRACE);
    }
}
