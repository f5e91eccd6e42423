package io.millrace.connect.worker;

/** The life of connectors on our own broker. */
class LifecycleIT extends LifecycleSuite {

    LifecycleIT() {
        super(BrokerKind.MILLRACE);
    }
}
