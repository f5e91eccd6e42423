package io.millrace.gateway;

/** Consumer instances on our own broker. */
class ConsumersIT extends ConsumersSuite {
    ConsumersIT() {
        super(BrokerKind.MILLRACE);
    }
}
