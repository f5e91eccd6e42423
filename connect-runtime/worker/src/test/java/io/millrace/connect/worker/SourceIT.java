package io.millrace.connect.worker;

/** Sources on our own broker. */
class SourceIT extends SourceSuite {

    SourceIT() {
        super(BrokerKind.MILLRACE);
    }
}
